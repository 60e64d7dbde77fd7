import Checkpoints
import Engine
import Fixtures
import TensorFlowImport
import Tensors
import Testing

/// Networks as keras.applications and tf-slim build them, smaller than people serve them but with
/// every operator and all the wiring.
@Suite("Networks answer as TensorFlow does")
struct NetworkConformanceTests {
    /// The largest error, as a share of the largest logit.
    static let tolerance = 1e-4

    @Test("compiled, without being told input and output", arguments: try Fixtures.cases(.networks))
    func compiled(_ golden: GoldenCase) throws {
        let images = try #require(golden.manifest.images)
        let rows = Tensor(images.pixels, shape: [images.rows, images.size, images.size, 3])
        let (inferred, named) = try golden.withSeededCheckpoint { location in
            let named = ImportOptions(
                inputNodes: [golden.manifest.input], outputNodes: golden.outputs.map(\.node))
            return (
                try TensorFlowModel.load(location).graph,
                try TensorFlowModel.load(location, options: named).graph
            )
        }
        #expect(inferred.inputs.map { inferred[$0].name } == [golden.manifest.input])
        #expect(inferred.outputs.map(\.name) == golden.outputs.dropFirst().map(\.node))

        let executor = try CompiledModel(Answering.optimized(named)).makeExecutor()
        let answers = try executor.run([rows])
        #expect(answers.count == golden.outputs.count)
        for (answer, output) in zip(answers, golden.outputs) {
            let comparison = try Comparison(answer, Tensor(npyContentsOf: output.file.path))
            #expect(comparison.shapesAgree, "\(output.node)")
            #expect(comparison.relativeError <= Self.tolerance, "\(output.node)")
        }
        for row in 0..<images.rows {
            let alone = try executor.run([rows.rows(row..<row + 1)])
            #expect(
                alone[0].elements(as: Float.self)
                    == answers[0].rows(row..<row + 1).elements(as: Float.self),
                "row \(row) asked alone")
        }
    }

    /// What the networks at full size depend on, as `make_networks.py` tells.
    static let operators: Set = [
        "AddV2", "AvgPool", "BiasAdd", "Cast", "ConcatV2", "Const", "Conv2D",
        "DepthwiseConv2dNative", "FusedBatchNormV3", "GreaterEqual", "Identity", "IdentityN",
        "MatMul", "MaxPool", "Maximum", "Mean", "Merge", "Mul", "Pack", "Pad", "PartitionedCall",
        "Placeholder", "PlaceholderWithDefault", "RandomUniform", "ReadVariableOp", "RealDiv",
        "Relu", "Relu6", "Reshape", "SelectV2", "Shape", "Sigmoid", "Softmax", "Sqrt", "Squeeze",
        "StridedSlice", "Sub", "Switch", "VarHandleOp", "VariableV2",
    ]

    @Test("together they have the operators that the large ones have")
    func covered() throws {
        let found = try Fixtures.cases(.networks).flatMap {
            ($0.manifest.properties["operators"] ?? "").split(separator: " ").map(String.init)
        }
        #expect(Self.operators.subtracting(found) == [])
    }
}
