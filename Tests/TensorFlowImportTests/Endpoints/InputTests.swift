import Graph
import Tensors
import Testing
import Wire

@testable import TensorFlowImport

@Suite("The input is what the output depends on")
struct InputTests {
    private func load(
        _ definition: GraphDefinition, _ options: ImportOptions = ImportOptions()
    ) throws -> ImportedModel {
        var options = options
        if options.outputNodes.isEmpty { options.outputNodes = ["y"] }
        return try TensorFlowModel.load(definition.metaGraph, variables: nil, options: options)
    }

    private func inputs(_ model: ImportedModel) -> [String] {
        model.graph.inputs.map { "\(model.graph[$0].name): \(model.graph.type(of: $0))" }
    }

    @Test("a placeholder, and no other that the answer does not need")
    func placeholder() throws {
        var definition = GraphDefinition()
        definition.placeholder("labels", [-1])
        definition.placeholder("x", [-1, 2])
        definition.node("y", "Relu", ["x"])
        let model = try load(definition)
        #expect(inputs(model) == ["x: float32[N, 2]"])
        #expect(model.notes.contains(.inferredInputs(["x"])))
    }

    @Test("a pipeline's element, whose name has a number")
    func iterator() throws {
        var shapes = TFAttrValue.ListValue()
        shapes.shape = [TFTensorShapeProto([-1]), TFTensorShapeProto([-1, 4])]
        var types = TFAttrValue.ListValue()
        types.type = [.dtInt64, .dtFloat]
        var attributes: [String: TFAttrValue] = [:]
        attributes["output_shapes"] = TFAttrValue.with { $0.list = shapes }
        attributes["output_types"] = TFAttrValue.with { $0.list = types }
        var definition = GraphDefinition()
        definition.node("iterator", "IteratorV2")
        definition.node("next", "IteratorGetNext", ["iterator"], attributes)
        definition.node("y", "Relu", ["next:1"])
        #expect(inputs(try load(definition)) == ["next:1: float32[N, 4]"])
    }

    @Test("a batch from a queue, with the shape of what the queue holds")
    func queue() throws {
        var shapes = TFAttrValue.ListValue()
        shapes.shape = [TFTensorShapeProto([4, 4])]
        var types = TFAttrValue.ListValue()
        types.type = [.dtFloat]
        var definition = GraphDefinition()
        definition.node(
            "queue", "FIFOQueueV2", [], ["shapes": TFAttrValue.with { $0.list = shapes }])
        definition.constant("count", Tensor(scalar: Int32(8)))
        definition.node(
            "batch", "QueueDequeueManyV2", ["queue", "count"],
            ["component_types": TFAttrValue.with { $0.list = types }])
        definition.node("y", "Relu", ["batch"])
        #expect(inputs(try load(definition)) == ["batch: float32[N, 4, 4]"])
    }

    @Test("any tensor that is named, with a shape that is given")
    func named() throws {
        var definition = GraphDefinition()
        definition.node("file", "ReadFile")
        definition.node("x", "DecodeRaw", ["file"], ["dtype": .type(.dtFloat)])
        definition.node("y", "Relu", ["x"])
        let options = ImportOptions(inputNodes: ["x:0"], inputShapes: ["x": [nil, 7]])
        #expect(inputs(try load(definition, options)) == ["x: float32[N, 7]"])
        #expect(throws: ImportError.self) {
            try load(definition, ImportOptions(inputNodes: ["x"]))
        }
    }

    @Test("two are listed, and a parameter is asked for")
    func ambiguous() throws {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 2])
        definition.placeholder("scale", [])
        definition.node("y", "Mul", ["x", "scale"])
        let error = #expect(throws: ImportError.self) { try load(definition) }
        #expect(error?.description.contains("--hold scale=VALUE") == true)
        let model = try load(definition, ImportOptions(heldPlaceholders: ["scale": 2]))
        #expect(inputs(model) == ["x: float32[N, 2]"])

        definition.placeholder("z", [-1, 2])
        definition.node("sum", "Add", ["y", "z"])
        let both = #expect(throws: ImportError.self) {
            try load(definition, ImportOptions(outputNodes: ["sum"]))
        }
        guard case .ambiguousInputs(let candidates) = both else {
            Issue.record("\(both as Any)")
            return
        }
        #expect(candidates.map(\.name) == ["x", "z"])
    }

    @Test("a batch size that training fixed is opened, unless the graph insists on it")
    func fixedBatch() throws {
        var definition = GraphDefinition()
        definition.placeholder("x", [32, 2, 3])
        definition.constant("shape", Tensor([Int32(32), 6]))
        definition.node("y", "Reshape", ["x", "shape"])
        let opened = try load(definition)
        #expect(inputs(opened) == ["x: float32[N, 2, 3]"])
        #expect("\(opened.graph.type(of: opened.graph.outputs[0].value))" == "float32[N, 6]")
        #expect(opened.notes.contains(.batchSizeOpened(input: "x", from: 32)))

        definition.constant("table", Tensor([Float](repeating: 1, count: 192), shape: [32, 6]))
        definition.node("sum", "Add", ["y", "table"])
        let kept = try load(definition, ImportOptions(outputNodes: ["sum"]))
        #expect(inputs(kept) == ["x: float32[32, 2, 3]"])
        #expect(kept.notes.contains(.batchSizeKept(input: "x", at: 32)))
    }

    @Test("dimensions that are not known are asked for")
    func unknownDimension() {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, -1, 3])
        definition.node("y", "Relu", ["x"])
        let error = #expect(throws: ImportError.self) { try load(definition) }
        #expect(error?.description.contains("--input-shape x=") == true)
    }

    @Test("a name that is not there is refused with what is")
    func unknownName() {
        var definition = GraphDefinition()
        definition.placeholder("images", [-1, 2])
        definition.node("y", "Relu", ["images"])
        let error = #expect(throws: ImportError.self) {
            try load(definition, ImportOptions(inputNodes: ["image"]))
        }
        #expect(
            error?.description
                == """
                --input-node names 'image', which is not in the graph; candidates:
                  images (Placeholder, float32[?, 2])
                """)
    }
}
