import Graph
import Tensors

/// A node of the slice as its operator's importer sees it.
struct NodeImport {
    let node: TrainingNode
    /// Where each input comes from.
    let sources: [InferenceSlice.Source]
    let builder: GraphBuilder

    var attributes: NodeAttributes { node.attributes }
    var inputCount: Int { sources.count }

    func source(_ index: Int) throws(ImportError) -> InferenceSlice.Source {
        guard sources.indices.contains(index) else {
            throw .malformedGraph(node: node.name, reason: "\(node.op) lacks input \(index)")
        }
        return sources[index]
    }

    /// An input as a value of the graph.
    func value(_ index: Int) throws(ImportError) -> Value {
        try builder.value(source(index), readBy: node)
    }

    /// All inputs from the given one on, as values of the graph.
    func values(from index: Int = 0) throws(ImportError) -> [Value] {
        var result: [Value] = []
        for position in index..<max(index, inputCount) { result.append(try value(position)) }
        return result
    }

    /// The type of an input.
    func type(_ index: Int) throws(ImportError) -> ValueType {
        switch builder.tensor(try source(index)) {
        case .constant(let tensor, _): return ValueType(of: tensor)
        case .integers(let integers):
            return ValueType(
                integers.elementType,
                integers.isScalar ? [] : [.fixed(integers.elements.count)])
        default:
            let value = try value(index)
            return type(of: value)
        }
    }

    func type(of value: Value) -> ValueType { builder.graph.type(of: value) }

    /// An input's elements, if they are known now.
    func constant(_ index: Int) throws(ImportError) -> Tensor? {
        switch builder.tensor(try source(index)) {
        case .constant(let tensor, _): tensor
        case .value(let value): builder.graph.constant(value)
        default: nil
        }
    }

    /// An input as integers that shapes can be made of; nil if it is anything else.
    func integers(_ index: Int) throws(ImportError) -> SymbolicIntegers? {
        if case .integers(let integers) = builder.tensor(try source(index)) { return integers }
        return try constant(index).flatMap { SymbolicIntegers($0) }
    }

    /// Whether an input depends on the batch size and nothing else.
    func isSymbolic(_ index: Int) -> Bool {
        guard sources.indices.contains(index), case .integers = builder.tensor(sources[index])
        else {
            return false
        }
        return true
    }

    /// Whether an input is known now, or depends on the batch size and nothing else.
    func isKnown(_ index: Int) -> Bool {
        guard sources.indices.contains(index) else { return false }
        return switch builder.tensor(sources[index]) {
        case .constant, .integers: true
        default: false
        }
    }

    /// An input that must be known integers: axes, paddings, sizes.
    func knownIntegers(_ index: Int, as what: String) throws(ImportError) -> [Int] {
        var found = try integers(index)?.known
        if found == nil { found = try constant(index)?.integers }
        guard let known = found else {
            throw unsupported("\(what) must be known when the model is loaded")
        }
        guard known.allSatisfy({ Self.plausible.contains($0) }) else {
            throw unsupported("\(what) \(known.prefix(8)) is beyond any tensor's size")
        }
        return known
    }

    /// Extents, axes and steps lie within; sums and products of two of them can't overflow.
    static let plausible = -(1 << 31)...1 << 31

    func knownInteger(_ index: Int, as what: String) throws(ImportError) -> Int {
        let values = try knownIntegers(index, as: what)
        guard values.count == 1 else { throw unsupported("\(what) must be one number") }
        return values[0]
    }

    /// Adds an operation named after the node; a suffix tells steps apart.
    func add(
        _ operation: Operation, _ inputs: [Value], _ suffix: String = ""
    ) throws(ImportError) -> Value {
        try builder.add(operation, inputs, name: node.name + suffix)
    }

    func addConstant(_ tensor: Tensor, _ suffix: String) -> Value {
        builder.addConstant(tensor, name: node.name + suffix)
    }

    /// Gives a value other dimensions; leaves it alone if it has them.
    func reshape(
        _ value: Value, to dimensions: [Dimension], _ suffix: String = ""
    ) throws(ImportError) -> Value {
        guard type(of: value).dimensions != dimensions else { return value }
        guard GraphBuilder.isPlausible(dimensions) else {
            throw unsupported("a shape of \(dimensions) is beyond any tensor's size")
        }
        return try add(.reshape(Reshape(to: dimensions)), [value], suffix)
    }

    /// Integers that are the node's result.
    func shape(_ integers: SymbolicIntegers) -> [ImportedTensor] {
        [.shape(integers, name: node.name)]
    }

    func unsupported(_ reason: String) -> ImportError {
        .unsupportedUse(node: node.name, op: node.op, reason: reason)
    }

    /// An axis counted from the front.
    func axis(_ axis: Int, rank: Int) throws(ImportError) -> Int {
        guard (-rank..<rank).contains(axis) else {
            throw unsupported("axis \(axis) is outside of rank \(rank)")
        }
        return axis < 0 ? axis + rank : axis
    }

    /// Axes counted from the front, increasing, each once.
    func axes(_ axes: [Int], rank: Int) throws(ImportError) -> [Int] {
        var result: Set<Int> = []
        for axis in axes { result.insert(try self.axis(axis, rank: rank)) }
        return result.sorted()
    }
}

/// Translates a node of one operator; gives what its outputs became, in order.
typealias OperatorImport = @Sendable (NodeImport) throws(ImportError) -> [ImportedTensor]
