import Fixtures
import Graph
import Serving
import TensorFlowImport
import Testing

@Suite("Checkpoints that must not be served")
struct RefusedModelTests {
    private static let cases = Result { try Fixtures.cases(.refused) }

    private func examine(
        _ golden: GoldenCase, allowing allowed: Set<Finding.Code> = []
    ) throws -> ModelExamination {
        let manifest = golden.manifest
        let options = ImportOptions(
            inputNodes: [manifest.input], outputNodes: [manifest.output],
            heldPlaceholders: (manifest.heldAtInference ?? [:]).mapValues(Double.init))
        return try ModelSource(path: golden.directory.path)
            .examine(importing: options, allowing: allowed)
    }

    @Test(
        "are refused, naming code, layers, variables, channel and near matches",
        arguments: try cases.get())
    func refused(_ golden: GoldenCase) throws {
        let manifest = golden.manifest
        let examination = try examine(golden)
        let error = #expect(throws: (any Error).self) { try examination.outcome.get() }
        let text = String(describing: error)
        for name in manifest.layers ?? [] { #expect(text.contains(name), "\(text)") }

        let code = try #require(manifest.reason.flatMap(Finding.Code.init))
        let findings = examination.findings.filter { $0.code.severity == .error }
        #expect(findings.allSatisfy { $0.code == code }, "\(text)")
        #expect(Set(findings.compactMap(\.layer)).isSuperset(of: manifest.layers ?? []))
        #expect(
            manifest.layers == nil
                || Set(findings.compactMap(\.layer)).isSubset(of: manifest.layers ?? []))
        if let variables = manifest.variables {
            #expect(Set(findings.flatMap(\.variables)) == Set(variables))
        }
        if let channel = manifest.channel {
            #expect(findings.flatMap(\.channels) == [channel])
            #expect(text.contains("channel \(channel)"))
        }
        for finding in findings {
            #expect(text.contains("\(code.rawValue): ") && text.contains(finding.mend))
            if finding.code.canBeAllowed { #expect(text.contains("--allow \(code.rawValue)")) }
        }
        for name in (manifest.nearMatches ?? [:]).values.joined() {
            #expect(text.contains("'\(name)'"), "\(text)")
        }
    }

    @Test("are served, with a warning, where the finding is allowed", arguments: try cases.get())
    func allowed(_ golden: GoldenCase) throws {
        let code = golden.manifest.reason.flatMap(Finding.Code.init)
        let examination = try examine(golden, allowing: Set(Finding.Code.allCases))
        if let code, code.canBeAllowed {
            let model = try examination.outcome.get()
            #expect(model.warnings.contains { $0.hasPrefix("\(code.rawValue): ") })
        } else {
            #expect(throws: (any Error).self) { try examination.outcome.get() }
        }
    }

    @Test(
        "the mend follows from what the checkpoint has instead",
        arguments: [
            ("statistics-only-as-shadows", "--averages ema"),
            ("statistics-named-shorter", "--rename 'REGEX=REPLACEMENT' or --statistics"),
            ("trainable-only-layers-true-ref", "steady calibrate"),
        ])
    func mends(name: String, mend: String) throws {
        let golden = try #require(Self.cases.get().first { $0.name == name })
        let findings = try examine(golden).findings
        #expect(!findings.isEmpty)
        for finding in findings { #expect(finding.mend.contains(mend), "\(finding.mend)") }
    }

    @Test("another finding's permission does not help")
    func otherPermission() throws {
        let golden = try #require(Self.cases.get().first { $0.name == "variance-negative" })
        let examination = try examine(golden, allowing: [.statisticsNeverUpdated])
        #expect(throws: ServingError.self) { try examination.outcome.get() }
    }
}
