import Checkpoints
import Fixtures
import Foundation
import TensorFlowImport
import Tensors
import Testing
import Wire

/// TensorFlow computes `NCHW` on GPUs only, so these cases are made from those with the channels
/// last: the same operator told to expect them first, and rows and answers transposed.
@Suite("Operators with the channels first")
struct ChannelsFirstTests {
    static let cases = Result {
        try Fixtures.cases(.operators).filter { golden in
            let graph = try CheckpointLocation.readMetaGraph(at: golden.url("graph.meta")).graphDef
            let formatted = graph.node.filter { $0.attr["data_format"] != nil }
            let plain: Set = ["Placeholder", "Const", "Identity", "NoOp"]
            let others = graph.node.filter { $0.attr["data_format"] == nil }
            return formatted.count == 1 && others.allSatisfy { plain.contains($0.op) }
                && formatted[0].input.count <= 2
        }
    }

    @Test("answer as with the channels last", arguments: try cases.get())
    func channelsFirst(_ golden: GoldenCase) throws {
        var meta = try CheckpointLocation.readMetaGraph(at: golden.url("graph.meta"))
        for index in meta.graphDef.node.indices {
            turn(&meta.graphDef.node[index])
        }
        let model = try TensorFlowModel.load(
            meta, variables: nil, options: ImportOptions(inputNodes: ["x"], outputNodes: ["y"]))
        let rows = try Tensor(npyContentsOf: golden.url("input.npy").path)
        let expected = try Tensor(npyContentsOf: golden.url("expected.npy").path)
        try #require(rows.shape.rank == 4 || rows.shape.rank == 2)
        for (way, tensors) in try Answering.answers(model.graph, [channelsFirst(rows)]) {
            let comparison = try Comparison(tensors[0], channelsFirst(expected))
            #expect(comparison.shapesAgree, "\(way)")
            #expect(comparison.relativeError <= ConformanceTests.tolerance, "\(way)")
        }
    }

    @Test("include convolutions, poolings and biases")
    func coverage() throws {
        let operators = Set(try Self.cases.get().compactMap { $0.manifest.properties["operator"] })
        #expect(
            operators.isSuperset(of: [
                "Conv2D", "DepthwiseConv2dNative", "MaxPool", "AvgPool", "BiasAdd", "DepthToSpace",
                "SpaceToDepth",
            ]))
    }

    /// Makes a node expect the channels second.
    private func turn(_ node: inout TFNodeDef) {
        if node.op == "Placeholder", node.attr["shape"]?.shape.dim.count == 4,
            let dimensions = node.attr["shape"]?.shape.dim
        {
            node.attr["shape"]?.shape.dim = [0, 3, 1, 2].map { dimensions[$0] }
        }
        node.attr["_output_shapes"] = nil
        guard node.attr["data_format"] != nil else { return }
        node.attr["data_format"]?.s = Data("NCHW".utf8)
        for name in ["strides", "dilations", "ksize", "explicit_paddings"] {
            guard let list = node.attr[name]?.list.i, !list.isEmpty else { continue }
            let pairs = list.count / 4
            node.attr[name]?.list.i = [0, 3, 1, 2].flatMap {
                Array(list[$0 * pairs..<($0 + 1) * pairs])
            }
        }
    }

    /// The tensor with dimension 3 moved to place 1; others as they are.
    private func channelsFirst(_ tensor: Tensor) -> Tensor {
        guard tensor.shape.rank == 4 else { return tensor }
        let shape = tensor.shape
        let given = tensor.elements(as: Float.self)
        var turned: [Float] = []
        for row in 0..<shape[0] {
            for channel in 0..<shape[3] {
                for place in 0..<shape[1] * shape[2] {
                    turned.append(given[(row * shape[1] * shape[2] + place) * shape[3] + channel])
                }
            }
        }
        return Tensor(turned, shape: [shape[0], shape[3], shape[1], shape[2]])
    }
}
