import Checkpoints
import Engine
import Fixtures
import Foundation
import Graph
import TensorFlowImport
import Tensors
import Testing

/// Run these with `DNNL_MAX_CPU_ISA` set to `AVX2` and `SSE41` too: which kernels oneDNN chooses
/// depends on the instruction set, which it reads once per process.
@Suite("An answer has the same bits whatever the batch its row rides in")
struct BatchInvarianceTests {
    /// Networks that among them have every kind of kernel.
    static let networks: Set = [
        "net-after-operators-placeholder-ref", "net-before-convolution-true-ref",
        "net-channels-first-placeholder-resource-if", "net-dense-neighbours-true-ref",
        "net-dilated-attribute-placeholder-ref", "net-dilated-blocks-true-resource",
        "net-residual-placeholder-ref", "net-slim-residual-placeholder-ref",
        "net-transposed-inside-true-resource", "net-two-inputs-two-heads",
        "layers-rank-5-fused-false-ref", "layers-rank-3-placeholder-ref-no-beta",
    ]

    @Test("in a trained network", arguments: try Fixtures.cases(.batchNorm).filter(isNetwork))
    func networks(_ golden: GoldenCase) async throws {
        try await expectInvariance(InvarianceProbe(golden.importedModel().graph))
    }

    @Test("in the digits")
    func digits() async throws {
        let graph = try TensorFlowModel.load(
            CheckpointLocation.resolve(DigitsConformanceTests.model)
        ).graph
        try await expectInvariance(InvarianceProbe(graph))
    }

    @Test("in every case", arguments: try MatrixArticle.cases())
    func everyCase(_ golden: GoldenCase) async throws {
        let graph = try golden.importedModel().graph
        guard graph.inputs.allSatisfy({ graph.type(of: $0).isBatched }) else { return }
        let pool = RowPool(splitting: try golden.rows(for: graph))
        let found = try await InvarianceProbe(graph, pool: pool)
            .differences(Self.draws(sizes: [2, 7, 16], from: pool.rows.count))
        #expect(found.isEmpty)
    }

    @Test("by kernels of the instruction set that was asked for")
    func instructionSet() throws {
        let graph = try TensorFlowModel.load(
            CheckpointLocation.resolve(DigitsConformanceTests.model)
        ).graph
        let model = try CompiledModel(Answering.optimized(graph))
        let pool = RowPool(for: model.inputs)
        let steps = try model.makeExecutor().measure(pool.batch([0, 1]))
        let names = steps.map(\.implementation)
        let larger: [String]
        switch ProcessInfo.processInfo.environment["DNNL_MAX_CPU_ISA"]?.uppercased() {
        case "SSE41": larger = ["avx"]
        case "AVX2": larger = ["avx512"]
        default: larger = []
        }
        #expect(!names.contains { name in larger.contains { name.contains($0) } })
    }

    private static func isNetwork(_ golden: GoldenCase) -> Bool { networks.contains(golden.name) }

    /// Every size with rows drawn at random, then all rows with each of them in every place.
    private func expectInvariance(
        _ probe: InvarianceProbe, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let turns = (0..<32).map { turn in (0..<32).map { ($0 + turn) % 32 } }
        let found = try await probe.differences(Self.draws(sizes: 1...32, from: 32) + turns)
        #expect(found.isEmpty, sourceLocation: sourceLocation)
    }

    /// A batch of each size, of rows drawn at random.
    private static func draws(sizes: some Sequence<Int>, from count: Int) -> [[Int]] {
        var generator = SeededGenerator(seed: 11)
        return sizes.map { size in
            (0..<size).map { _ in Int.random(in: 0..<count, using: &generator) }
        }
    }
}
