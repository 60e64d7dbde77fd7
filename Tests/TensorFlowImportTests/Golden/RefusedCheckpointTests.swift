import Checkpoints
import Fixtures
import Testing

@testable import TensorFlowImport

@Suite("Checkpoints that must not be served")
struct RefusedCheckpointTests {
    static let cases = Result { try Fixtures.cases(.refused) }

    static func cases(_ reasons: String...) throws -> [GoldenCase] {
        try cases.get().filter { reasons.contains($0.manifest.reason ?? "") }
    }

    private func refusal(of golden: GoldenCase) throws -> ImportError {
        let error = #expect(throws: ImportError.self) {
            try TensorFlowModel.load(CheckpointLocation.resolve(golden.directory))
        }
        return try #require(error)
    }

    @Test(
        "because statistics are missing name each, what resembles it, and the mends",
        arguments: try cases("statistics-missing"))
    func missingStatistics(_ golden: GoldenCase) throws {
        let error = try refusal(of: golden)
        guard case .missingVariables(let missing, _) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(Set(missing.map(\.name)) == Set(golden.manifest.variables ?? []))
        #expect(missing.allSatisfy { $0.isStatistic })
        for variable in missing {
            let expected = golden.manifest.nearMatches?[variable.name] ?? []
            #expect(Array(variable.similar.prefix(1)) == expected, "\(variable.name)")
        }
        let text = error.description
        for variable in golden.manifest.variables ?? [] {
            #expect(text.contains("'\(variable)' ["))
        }
        for mend in ["var_list=", "steady calibrate"] { #expect(text.contains(mend)) }
    }

    @Test("because variables are missing name each", arguments: try cases("variable-missing"))
    func missingVariables(_ golden: GoldenCase) throws {
        let error = try refusal(of: golden)
        guard case .missingVariables(let missing, _) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(Set(missing.map(\.name)) == Set(golden.manifest.variables ?? []))
        #expect(!missing.contains { $0.isStatistic })
    }

    @Test(
        "because variables have another shape or type name each, with both",
        arguments: try cases("variable-shape", "variable-type"))
    func mismatched(_ golden: GoldenCase) throws {
        let error = try refusal(of: golden)
        guard case .mismatchedVariables(let mismatched, _) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(mismatched.map(\.name) == golden.manifest.variables)
        #expect(mismatched.allSatisfy { $0.given != $0.expected })
        for variable in mismatched {
            #expect(golden.manifest.description.contains(variable.name))
            let isOfShape = golden.manifest.reason == "variable-shape"
            let given = variable.given.split(separator: "[")
            #expect(
                golden.manifest.description.contains(isOfShape ? "[\(given[1])" : "\(given[0])"))
        }
    }

    @Test("because of renormalization name the layer", arguments: try cases("renorm"))
    func renormalization(_ golden: GoldenCase) throws {
        let layers = try #require(golden.manifest.layers)
        #expect(try refusal(of: golden) == .renormalization(layer: layers[0]))
    }

    @Test(
        "because of virtual batches name the layer and the option",
        arguments: try cases("virtual-batch-size"))
    func virtualBatches(_ golden: GoldenCase) throws {
        let layers = try #require(golden.manifest.layers)
        let error = try refusal(of: golden)
        #expect(error == .virtualBatches(layer: layers[0]))
        #expect(error.description.contains("virtual_batch_size"))
    }
}
