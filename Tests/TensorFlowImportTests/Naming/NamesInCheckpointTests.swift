import Checkpoints
import Fixtures
import Testing

@testable import TensorFlowImport

@Suite("Names that a checkpoint has for variables")
struct NamesInCheckpointTests {
    private func load(
        _ name: String, renames: [(String, String)] = [], statistics: [String] = []
    ) throws -> ImportedModel {
        let golden = try #require(
            try (Fixtures.cases(.renamed) + Fixtures.cases(.refused)).first { $0.name == name })
        let options = ImportOptions(
            renames: try renames.map {
                try ImportOptions.Rename(pattern: $0.0, replacement: $0.1)
            }, statistics: statistics)
        return try TensorFlowModel.load(
            CheckpointLocation.resolve(golden.directory), options: options)
    }

    @Test("two variables must not be read from one")
    func renamedTogether() throws {
        #expect(
            throws: ImportError.readTogether(
                ["conv/bn/gamma", "last/bn/gamma"], name: "model/conv/bn/gamma")
        ) {
            try load("prefixed", renames: [("^", "model/"), ("last/bn/gamma", "conv/bn/gamma")])
        }
    }

    @Test("a statistic that could be either of two is refused with both")
    func ambiguous() throws {
        let golden = try #require(try Fixtures.cases(.renamed).first { $0.name == "norm" })
        let checkpoint = try Checkpoint(at: CheckpointLocation.resolve(golden.directory))
        let selection = StatisticsSelection(patterns: ["norm/"], checkpoint: checkpoint)
        func selected(_ name: String, taken: Set<String> = []) throws -> String? {
            try selection.variable(for: name, extents: nil, taken: taken)?.name
        }
        #expect(try selected("conv/bn/moving_mean") == "conv/norm/mean")
        #expect(try selected("last/bn/moving_variance") == "last/norm/variance")
        #expect(try selected("bn/moving_mean", taken: ["conv/norm/mean"]) == "last/norm/mean")
        #expect(
            throws: ImportError.ambiguousStatistic(
                "bn/moving_mean", candidates: ["conv/norm/mean", "last/norm/mean"])
        ) { try selected("bn/moving_mean") }
    }

    @Test("options that match nothing are noted")
    func withoutEffect() throws {
        let model = try load(
            "prefixed", renames: [("^", "model/"), ("nowhere", "x")], statistics: ["absent"])
        #expect(model.notes.contains(.withoutEffect(option: "--rename 'nowhere=x'")))
        #expect(model.notes.contains(.withoutEffect(option: "--statistics 'absent'")))
        #expect(!model.notes.contains(.withoutEffect(option: "--rename '^=model/'")))
    }
}
