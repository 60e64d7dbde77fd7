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
        try await expectInvariance(InvarianceProbe(Self.digits()))
    }

    @Test("in every case", arguments: try MatrixArticle.cases())
    func everyCase(_ golden: GoldenCase) async throws {
        let graph = try golden.importedModel().graph
        try #require(graph.inputs.allSatisfy { graph.type(of: $0).isBatched })
        let pool = RowPool(splitting: try golden.rows(for: graph))
        let found = try await InvarianceProbe(graph, pool: pool)
            .differences(Self.draws(sizes: [2, 7, 16], from: pool.rows.count))
        #expect(found.isEmpty)
    }

    private static let limit = ProcessInfo.processInfo.environment["DNNL_MAX_CPU_ISA"]

    @Test("by kernels of the instruction set asked for", .enabled(if: limit != nil))
    func instructionSet() throws {
        let tooLarge = ["AVX2": "avx512", "SSE41": "avx"]
        let excluded = try #require(tooLarge[Self.limit ?? ""])
        let model = try CompiledModel(Answering.optimized(Self.digits()))
        let pool = RowPool(for: model.inputs)
        let steps = try model.makeExecutor().measure(pool.batch([0, 1]))
        #expect(!steps.contains { $0.implementation.contains(excluded) })
    }

    private static func digits() throws -> Graph {
        try TensorFlowModel.load(CheckpointLocation.resolve(DigitsConformanceTests.model)).graph
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
