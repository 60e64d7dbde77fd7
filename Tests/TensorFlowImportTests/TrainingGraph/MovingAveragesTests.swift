import Tensors
import Testing

@testable import TensorFlowImport

@Suite("Moving averages are found by their updates")
struct MovingAveragesTests {
    /// A batch mean, a variable `average` of its shape, and scalars to write updates with.
    private func definition() -> GraphDefinition {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 3])
        definition.constant("axes", Tensor([Int32(0)]))
        definition.node("kept", "Mean", ["x", "axes"], ["keep_dims": .bool(true)])
        definition.node("mean", "Squeeze", ["kept"], ["squeeze_dims": .integers([0])])
        definition.variable("average", [3])
        definition.constant("rate", Tensor(scalar: Float(0.1)))
        definition.constant("one", Tensor(scalar: Float(1)))
        definition.node("decay", "Sub", ["one", "rate"])
        return definition
    }

    private func averages(_ definition: GraphDefinition) throws -> (MovingAverages, TrainingGraph) {
        let resolution = try BranchResolution(definition)
        return (MovingAverages(resolution), resolution.graph)
    }

    private func average(
        of tensor: String, in definition: GraphDefinition
    ) throws -> String? {
        let (averages, graph) = try averages(definition)
        return averages.averages[try graph.existing(tensor)]?.first.map {
            graph.nodes[$0.variable].name
        }
    }

    /// Each writes `average ← average · decay + mean · rate` in its own way.
    private static let updates: [(String, [TFNode])] = [
        (
            "assign_sub of a scaled difference",
            [
                ("difference", "Sub", ["average/read", "mean"]),
                ("scaled", "Mul", ["difference", "rate"]),
                ("update", "AssignSub", ["average", "scaled"]),
            ]
        ),
        (
            "assign_add of a scaled difference",
            [
                ("difference", "Sub", ["mean", "average/read"]),
                ("scaled", "Mul", ["rate", "difference"]),
                ("update", "AssignAdd", ["average", "scaled"]),
            ]
        ),
        (
            "assign of a sum",
            [
                ("old", "Mul", ["decay", "average/read"]),
                ("new", "Mul", ["mean", "rate"]),
                ("sum", "AddV2", ["new", "old"]),
                ("update", "Assign", ["average", "sum"]),
            ]
        ),
        (
            "assign of a difference, through casts and copies",
            [
                ("copy", "Identity", ["mean"]),
                ("stopped", "StopGradient", ["copy"]),
                ("difference", "Sub", ["average/read", "stopped"]),
                ("scaled", "Mul", ["difference", "rate"]),
                ("sum", "Sub", ["average/read", "scaled"]),
                ("update", "Assign", ["average", "sum"]),
            ]
        ),
        (
            "a running mean",
            [
                ("difference", "Sub", ["mean", "average/read"]),
                ("scaled", "RealDiv", ["difference", "rate"]),
                ("update", "AssignAdd", ["average", "scaled"]),
            ]
        ),
    ]

    typealias TFNode = (name: String, op: String, inputs: [String])

    @Test("in every form they are written", arguments: updates.indices)
    func forms(index: Int) throws {
        var definition = definition()
        for node in Self.updates[index].1 { definition.node(node.name, node.op, node.inputs) }
        #expect(try average(of: "mean", in: definition) == "average", "\(Self.updates[index].0)")
    }

    @Test("also for the mean before its dimensions are dropped")
    func views() throws {
        var definition = definition()
        for node in Self.updates[0].1 { definition.node(node.name, node.op, node.inputs) }
        let (averages, graph) = try averages(definition)
        let kept = averages.averages[try graph.existing("kept")]?.first
        #expect(kept?.dimensions == [1, 3])
        #expect(averages.averages[try graph.existing("mean")]?.first?.dimensions == nil)
    }

    @Test("the corrected one is taken where a second variable removes the bias")
    func debiased() throws {
        var definition = definition()
        definition.variable("biased", [3])
        definition.node("difference", "Sub", ["biased/read", "mean"])
        definition.node("scaled", "Mul", ["difference", "rate"])
        definition.node("update", "AssignSub", ["biased", "scaled"])
        definition.node("corrected", "RealDiv", ["update", "decay"])
        definition.node("assign", "Assign", ["average", "corrected"])
        #expect(try average(of: "mean", in: definition) == "average")
    }

    @Test("averages of weights don't take the weights' place by themselves")
    func shadows() throws {
        var definition = definition()
        definition.variable("kernel", [3])
        definition.node("difference", "Sub", ["average/read", "kernel/read"])
        definition.node("scaled", "Mul", ["difference", "rate"])
        definition.node("update", "AssignSub", ["average", "scaled"])
        let (averages, graph) = try averages(definition)
        #expect(averages.averages.isEmpty)
        let kernel = try graph.existing("kernel").node
        #expect(averages.shadows[kernel] == [try graph.existing("average").node])
    }

    @Test("descent steps, counters, sums and copies are none")
    func others() throws {
        let updates: [[TFNode]] = [
            [("step", "Mul", ["mean", "rate"]), ("update", "AssignSub", ["average", "step"])],
            [("update", "AssignAdd", ["average", "mean"])],
            [("update", "AssignAdd", ["average", "one"])],
            [("update", "Assign", ["average", "mean"])],
        ]
        for nodes in updates {
            var definition = definition()
            for node in nodes { definition.node(node.name, node.op, node.inputs) }
            #expect(try average(of: "mean", in: definition) == nil)
        }
    }
}
