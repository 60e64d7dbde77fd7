import Tensors
import Testing

@testable import TensorFlowImport

@Suite("Only what answers depend on is taken")
struct InferenceSliceTests {
    private func slice(
        _ definition: GraphDefinition, _ output: String, from inputs: [String] = ["x"]
    ) throws -> (names: [String], slice: InferenceSlice) {
        let resolution = try BranchResolution(definition, for: [output])
        let slice = try InferenceSlice(
            computing: [resolution.existing(output)],
            from: Set(inputs.map { try resolution.existing($0) }), resolution,
            averages: MovingAverages(resolution))
        return (slice.steps.map { resolution.graph.nodes[$0.node].name }, slice)
    }

    @Test("in an order in which it can run, however deep")
    func depth() throws {
        var definition = GraphDefinition()
        let count = 20_000
        definition.node("y", "Relu", ["node_\(count)"])
        for index in stride(from: count, to: 0, by: -1) {
            definition.node("node_\(index)", "Relu", ["node_\(index - 1)"])
        }
        definition.node("node_0", "Relu", ["x"])
        definition.placeholder("x", [-1, 2])
        let names = try slice(definition, "y").names
        #expect(names.count == count + 3)
        #expect(names.prefix(2) == ["x", "node_0"])
        #expect(names.last == "y")
    }

    @Test("a graph that goes in circles is refused")
    func circle() {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 2])
        definition.node("a", "Add", ["x", "b"])
        definition.node("b", "Relu", ["a"])
        definition.node("c", "Identity", ["d"])
        definition.node("d", "Identity", ["c"])
        #expect(throws: ImportError.self) { try slice(definition, "b") }
        #expect(throws: ImportError.self) { try slice(definition, "c") }
    }

    @Test("a tensor named as input cuts off what is before it, even a copy")
    func cut() throws {
        var definition = GraphDefinition()
        definition.node("file", "ReadFile")
        definition.node("decoded", "DecodeJpeg", ["file"])
        definition.node("x", "Identity", ["decoded"])
        definition.node("y", "Relu", ["x"])
        #expect(try slice(definition, "y").names == ["x", "y"])
    }

    private static let dropouts: [(String, [MovingAveragesTests.TFNode])] = [
        (
            "tf.nn.dropout of TensorFlow 1.0",
            [
                ("random", "RandomUniform", ["shape"]), ("moved", "Add", ["rate", "random"]),
                ("mask", "Floor", ["moved"]), ("scaled", "RealDiv", ["x", "rate"]),
                ("dropped", "Mul", ["scaled", "mask"]),
            ]
        ),
        (
            "tf.nn.dropout of TensorFlow 1.15",
            [
                ("random", "RandomUniform", ["shape"]), ("scaled", "Mul", ["x", "rate"]),
                ("keep", "GreaterEqual", ["random", "rate"]), ("mask", "Cast", ["keep"]),
                ("dropped", "Mul", ["scaled", "mask"]),
            ]
        ),
        (
            "tf.nn.dropout of TensorFlow 2",
            [
                ("random", "RandomUniform", ["shape"]), ("scaled", "Mul", ["x", "rate"]),
                ("keep", "GreaterEqual", ["random", "rate"]),
                ("dropped", "SelectV2", ["keep", "scaled", "zero"]),
            ]
        ),
        (
            "noise",
            [
                ("random", "RandomStandardNormal", ["shape"]),
                ("noise", "Mul", ["random", "rate"]),
                ("dropped", "AddV2", ["x", "noise"]),
            ]
        ),
    ]

    @Test("chance is left out", arguments: dropouts.indices)
    func chance(index: Int) throws {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 2])
        definition.placeholder("rate", [])
        definition.constant("zero", Tensor(scalar: Float(0)))
        definition.node("shape", "Shape", ["x"])
        for node in Self.dropouts[index].1 { definition.node(node.name, node.op, node.inputs) }
        definition.node("y", "Relu", ["dropped"])
        #expect(try slice(definition, "y").names == ["x", "y"], "\(Self.dropouts[index].0)")
    }

    @Test("averages of weights take their place when they are asked for")
    func shadows() throws {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 3])
        definition.variable("scale", [3])
        definition.variable("scale/ExponentialMovingAverage", [3])
        definition.node("y", "Mul", ["x", "scale/read"])
        let resolution = try BranchResolution(definition, for: ["y"])
        let scale = try resolution.existing("scale").node
        let average = try resolution.existing("scale/ExponentialMovingAverage").node
        for (shadows, taken) in [([:], scale), ([scale: average], average)] {
            let slice = try InferenceSlice(
                computing: [resolution.existing("y")], from: [resolution.existing("x")],
                resolution, averages: MovingAverages(resolution), shadows: shadows)
            #expect(slice.steps.map(\.node).contains(taken))
            #expect(slice.steps.count == 3)
        }
    }

    @Test("what the training flag blends as a number is one of the two")
    func blended() throws {
        for (isFlag, expected) in [(true, ["kept", "y"]), (false, nil)] {
            var definition = GraphDefinition()
            definition.placeholder("x", [-1, 3])
            definition.placeholder("training", [], .dtBool)
            definition.node(
                "flag", "Cast", ["training"], ["SrcT": .type(.dtBool), "DstT": .type(.dtFloat)])
            definition.constant("zero", Tensor(scalar: Float(0)))
            definition.constant("one", Tensor(scalar: Float(1)))
            definition.node("rest", "Sub", ["one", isFlag ? "flag" : "zero"])
            definition.variable("mean", [3])
            definition.variable("kept", [3])
            definition.node("trained", "Mul", [isFlag ? "flag" : "zero", "mean/read"])
            definition.node("untrained", "Mul", ["kept/read", "rest"])
            definition.node("blend", "AddV2", ["trained", "untrained"])
            definition.node("y", "Sub", ["x", "blend"])
            let names = try slice(definition, "y").names
            #expect(names.contains("blend") == !isFlag)
            if let expected { #expect(names.filter { $0 != "x" } == expected) }
        }
    }

    @Test("a fused layer that trains without averages is refused by name")
    func withoutAverages() {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 4, 4, 3])
        definition.variable("gamma", [3])
        definition.constant("none", Tensor([Float]()))
        definition.node(
            "bn", "FusedBatchNormV3", ["x", "gamma/read", "gamma/read", "none", "none"],
            ["is_training": .bool(true)])
        #expect(
            throws: ImportError.statisticsWithoutAverage(node: "bn", op: "FusedBatchNormV3")
        ) { try slice(definition, "bn") }
    }

    @Test("a branch that only a request decides is refused with its condition")
    func undecided() {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 2])
        definition.placeholder("mode", [], .dtInt32)
        definition.node("wanted", "Greater", ["mode", "mode"])
        definition.node("switch", "Switch", ["x", "wanted"])
        definition.node("a", "Neg", ["switch:1"])
        definition.node("b", "Identity", ["switch"])
        definition.node("y", "Merge", ["b", "a"])
        #expect(
            throws: ImportError.undecidedBranch(node: "y", condition: "wanted", op: "Greater")
        ) { try slice(definition, "y") }
    }
}
