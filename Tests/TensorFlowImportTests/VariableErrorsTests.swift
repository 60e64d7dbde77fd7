import Checkpoints
import Fixtures
import Testing

@testable import TensorFlowImport

@Suite("Variables that don't fit are all named")
struct VariableErrorsTests {
    /// Imports one case's graph with another's variables.
    private func load(graph: String, variables: String) throws -> ImportedModel {
        let cases = try Fixtures.cases(.batchNorm)
        func location(_ name: String) throws -> CheckpointLocation {
            try CheckpointLocation.resolve(
                #require(cases.first { $0.name == name }, "no case \(name)").directory)
        }
        return try TensorFlowModel.load(
            location(graph).readMetaGraph(), variables: Checkpoint(at: location(variables)))
    }

    @Test("moving statistics that were not saved, with what looks like them and the mends")
    func missingStatistics() throws {
        let error = #expect(throws: ImportError.self) {
            try load(
                graph: "layers-unfused-true-resource-no-gamma-no-beta",
                variables: "ema-unfused-true-resource-no-gamma")
        }
        guard case .missingVariables(let missing, _) = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(Set(missing.map(\.name)).isSuperset(of: ["bn/moving_mean", "bn/moving_variance"]))
        #expect(missing.filter(\.isStatistic).count == 2)
        #expect(missing.first { $0.isStatistic }?.shape == [4])
        let text = error?.description ?? ""
        #expect(text.contains("'bn/moving_mean' [4]"))
        #expect(text.contains("var_list="))
        #expect(text.contains("steady calibrate"))
    }

    @Test("variables of another shape")
    func mismatched() throws {
        let error = #expect(throws: ImportError.self) {
            try load(
                graph: "layers-dense-placeholder-resource-if",
                variables: "layers-fused-placeholder-ref")
        }
        guard case .mismatchedVariables(let mismatched, _) = error else {
            Issue.record("\(error as Any)")
            return
        }
        let kernel = mismatched.first { $0.name == "hidden/kernel" }
        #expect(kernel?.expected == "float32[7, 4]")
        #expect(kernel?.given == "float32[3, 3, 3, 4]")
    }
}
