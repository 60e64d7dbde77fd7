import Checkpoints
import Foundation
import Tensors
import Wire

/// A graph definition, written a node a line.
struct GraphDefinition {
    private var nodes: [TFNodeDef] = []
    private var library = TFFunctionDefLibrary()

    /// The definition; appending to a message copies it, so that only this makes one.
    var message: TFGraphDef {
        var message = TFGraphDef()
        message.node = nodes
        message.library = library
        return message
    }

    mutating func node(
        _ name: String, _ op: String, _ inputs: [String] = [],
        _ attributes: [String: TFAttrValue] = [:]
    ) {
        nodes.append(.init(name, op, inputs, attributes))
    }

    /// A float32 placeholder; -1 for unknown extents.
    mutating func placeholder(
        _ name: String, _ extents: [Int], _ type: TFDataType = .dtFloat
    ) {
        node(name, "Placeholder", [], ["dtype": .type(type), "shape": .shape(extents)])
    }

    mutating func constant(_ name: String, _ tensor: Tensor, after controls: [String] = []) {
        node(
            name, "Const", controls,
            ["dtype": .type(TFDataType(tensor.elementType)), "value": .tensor(tensor)])
    }

    /// A reference variable with its `read`.
    mutating func variable(_ name: String, _ extents: [Int]) {
        node(name, "VariableV2", [], ["dtype": .type(.dtFloat), "shape": .shape(extents)])
        node(name + "/read", "Identity", [name])
    }

    mutating func function(
        _ name: String, _ arguments: [String], _ nodes: [TFNodeDef], returning: [(String, String)]
    ) {
        var function = TFFunctionDef()
        function.signature.name = name
        function.signature.inputArg = arguments.map { argument in
            var message = TFOpDef.ArgDef()
            message.name = argument
            return message
        }
        function.signature.outputArg = returning.map { result in
            var message = TFOpDef.ArgDef()
            message.name = result.0
            return message
        }
        function.nodeDef = nodes
        function.ret = Dictionary(uniqueKeysWithValues: returning)
        library.function.append(function)
    }

    var metaGraph: TFMetaGraphDef {
        var meta = TFMetaGraphDef()
        meta.graphDef = message
        return meta
    }
}

extension TFNodeDef {
    init(
        _ name: String, _ op: String, _ inputs: [String] = [],
        _ attributes: [String: TFAttrValue] = [:]
    ) {
        self.init()
        self.name = name
        self.op = op
        input = inputs
        attr = attributes
    }
}

extension TFAttrValue {
    static func type(_ type: TFDataType) -> TFAttrValue { with(.type(type)) }

    static func bool(_ value: Bool) -> TFAttrValue { with(.b(value)) }

    static func integer(_ value: Int) -> TFAttrValue { with(.i(Int64(value))) }

    static func string(_ text: String) -> TFAttrValue { with(.s(Data(text.utf8))) }

    static func integers(_ values: [Int]) -> TFAttrValue {
        var list = ListValue()
        list.i = values.map(Int64.init)
        return with(.list(list))
    }

    static func shape(_ extents: [Int]) -> TFAttrValue { with(.shape(.init(extents))) }

    static func function(_ name: String) -> TFAttrValue {
        var function = TFNameAttrList()
        function.name = name
        return with(.func(function))
    }

    static func tensor(_ tensor: Tensor) -> TFAttrValue {
        var message = TFTensorProto()
        message.dtype = TFDataType(tensor.elementType)
        message.tensorShape = TFTensorShapeProto(tensor.shape)
        message.tensorContent = tensor.withUnsafeBytes { Data($0) }
        return with(.tensor(message))
    }

    static func strings(_ values: [String]) -> TFAttrValue {
        var message = TFTensorProto()
        message.dtype = .dtString
        message.tensorShape = .init([values.count])
        message.stringVal = values.map { Data($0.utf8) }
        return with(.tensor(message))
    }

    private static func with(_ value: OneOf_Value) -> TFAttrValue {
        var message = TFAttrValue()
        message.value = value
        return message
    }
}

extension TFTensorShapeProto {
    init(_ extents: [Int]) {
        self.init()
        dim = extents.map { extent in
            var dimension = Dim()
            dimension.size = Int64(extent)
            return dimension
        }
    }
}
