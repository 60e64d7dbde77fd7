import Fixtures
import Graph
import Serving
import TensorFlowImport
import Testing

@Suite("Examined checkpoints")
struct ModelExaminationTests {
    private func examine(
        _ folder: String, _ name: String, averages: ImportOptions.Averages = .raw,
        allowing allowed: Set<Finding.Code> = []
    ) throws -> ModelExamination {
        try ModelSource(path: Fixtures.url("\(folder)/\(name)").path)
            .examine(importing: ImportOptions(averages: averages), allowing: allowed)
    }

    @Test("the embedded model has nothing against it")
    func embedded() throws {
        let examination = try ModelSource(path: nil).examine(importing: ImportOptions())
        #expect(examination.findings.allSatisfy { $0.code.severity == .information })
        #expect(examination.layers.count == 3)
        let model = try examination.outcome.get()
        #expect(model.warnings.isEmpty)
        for layer in examination.layers {
            #expect(layer.values.mean?.count == layer.channelCount)
            #expect(layer.values.variance?.count == layer.channelCount)
        }
    }

    private static let soundCases = Result {
        try Fixtures.cases(.batchNorm) + Fixtures.cases(.trainingSwitch)
    }

    @Test(
        "sound checkpoints are served, and all their moving statistics seen",
        arguments: try soundCases.get())
    func sound(_ golden: GoldenCase) throws {
        let manifest = golden.manifest
        let options = ImportOptions(
            inputNodes: golden.inputs.map(\.node), outputNodes: golden.outputs.map(\.node),
            heldPlaceholders: (manifest.heldAtInference ?? [:]).mapValues(Double.init))
        let examination = try ModelSource(path: golden.directory.path).examine(importing: options)
        let model = try examination.outcome.get()
        #expect(model.warnings.isEmpty)
        let seen = Set(examination.layers.flatMap { [$0.mean, $0.variance] })
        let statistics = (examination.imported?.variables ?? []).map(\.name)
            .filter { $0.hasSuffix("moving_mean") || $0.hasSuffix("moving_variance") }
        for name in statistics { #expect(seen.contains(name), "\(name)") }
    }

    @Test("averages that nobody chose are warned about until someone does")
    func averages() throws {
        let unstated = try examine("averages", "trainable-placeholder-ref")
        #expect(unstated.findings.map(\.code).contains(.averagesUnstated))
        let warnings = try unstated.outcome.get().warnings
        #expect(warnings.contains { $0.hasPrefix("averages-unstated: ") })

        let stated = try examine(
            "averages", "trainable-placeholder-ref", allowing: [.averagesUnstated])
        #expect(try stated.outcome.get().warnings.isEmpty)
        let averaged = try examine("averages", "trainable-placeholder-ref", averages: .ema)
        #expect(!averaged.findings.map(\.code).contains(.averagesUnstated))
    }

    @Test("variables that nothing reads are a note, each named")
    func unread() throws {
        let golden = try #require(try Fixtures.cases(.export).first)
        let examination = try ModelSource(path: golden.directory.path).examine(
            importing: ImportOptions(
                inputNodes: [golden.manifest.input], outputNodes: [golden.manifest.output]))
        let finding = try #require(examination.findings.first { $0.code == .unreadVariables })
        let needed = Set(golden.manifest.needed ?? [])
        #expect(!finding.variables.isEmpty && needed.isDisjoint(with: finding.variables))
        let model = try examination.outcome.get()
        #expect(model.warnings.isEmpty)
        #expect(model.notes.contains { $0.hasPrefix("unread-variables: ") })
    }

    @Test("the mend is said once for a run of findings of one kind")
    func text() {
        let findings = [
            Finding(.varianceNegative, layer: "a", explanation: "x"),
            Finding(.varianceNegative, layer: "b", explanation: "y"),
            Finding(.variableMissing, explanation: "z"),
        ]
        let lines = findings.text.split(separator: "\n")
        #expect(lines.count == 5)
        #expect(lines[0] == "  variance-negative: 'a': x")
        #expect(lines[1] == "  variance-negative: 'b': y")
        #expect(lines[2].hasSuffix("; or accept it with --allow variance-negative"))
        #expect(lines[3] == "  variable-missing: z")
        #expect(!lines[4].contains("--allow"))
    }
}
