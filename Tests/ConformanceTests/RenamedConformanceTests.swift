import Checkpoints
import Fixtures
import TensorFlowImport
import Tensors
import Testing

/// Checkpoints whose variables have other names than in the graph.
@Suite("Variables under other names")
struct RenamedConformanceTests {
    static let cases = Result { try Fixtures.cases(.renamed) }

    /// The renames a person would give for each case; none where the saver tells.
    static let renames = [
        "dotted": [
            ("^(.*)/bn/gamma$", "$1/bn/weight"), ("^(.*)/bn/beta$", "$1/bn/bias"),
            ("moving_mean", "running_mean"), ("moving_variance", "running_var"),
            ("kernel", "weight"), ("/", "."),
        ],
        "norm": [
            ("/bn/", "/norm/"), ("gamma", "scale"), ("beta", "offset"), ("moving_(.*)", #"\1"#),
        ],
        "prefixed": [("^", "model/")],
        "saver-knows-ref": [],
        "saver-knows-resource-if": [],
    ]

    @Test("are found by renames, or by what the saver says", arguments: try cases.get())
    func answers(_ golden: GoldenCase) throws {
        let renames = try #require(Self.renames[golden.name])
        let model = try load(golden, ImportOptions(renames: renames.map(rename)))
        let names = model.variables.map { ($0.name, $0.checkpointName) }
        #expect(Dictionary(uniqueKeysWithValues: names) == golden.manifest.names)
        try check(model, golden)
    }

    @Test("are refused without renames, each being named", arguments: try cases.get())
    func refused(_ golden: GoldenCase) throws {
        guard Self.renames[golden.name]?.isEmpty == false else { return }
        let error = #expect(throws: ImportError.self) { try load(golden, ImportOptions()) }
        let text = try #require(error?.description)
        for (name, stored) in golden.manifest.names ?? [:] where name != stored {
            #expect(text.contains("'\(name)'"))
        }
        #expect(text.contains("--rename"))
    }

    @Test("are found by parts of their names where they are statistics")
    func statistics() throws {
        let golden = try #require(try Self.cases.get().first { $0.name == "norm" })
        let renames = try [("gamma", "scale"), ("beta", "offset"), ("/bn/", "/norm/")].map(rename)
        let model = try load(
            golden, ImportOptions(renames: renames, statistics: ["norm/mean", "norm/variance"]))
        let names = model.variables.map { ($0.name, $0.checkpointName) }
        #expect(Dictionary(uniqueKeysWithValues: names) == golden.manifest.names)
        try check(model, golden)
    }

    @Test("are found by parts of their names where others of the layer have the graph's")
    func onlyStatistics() throws {
        let golden = try #require(
            try Fixtures.cases(.refused).first { $0.name == "statistics-named-shorter" })
        let model = try load(golden, ImportOptions(statistics: ["bn/mean", "bn/variance"]))
        let selected = golden.manifest.nearMatches?.compactMapValues(\.first)
        #expect(model.notes.contains(.statisticsSelected(try #require(selected))))
        #expect(throws: ImportError.self) {
            try load(golden, ImportOptions(statistics: ["bn/mean"]))
        }
    }

    private func rename(
        _ given: (pattern: String, replacement: String)
    ) throws -> ImportOptions.Rename {
        try ImportOptions.Rename(pattern: given.pattern, replacement: given.replacement)
    }

    private func load(_ golden: GoldenCase, _ options: ImportOptions) throws -> ImportedModel {
        try TensorFlowModel.load(CheckpointLocation.resolve(golden.directory), options: options)
    }

    private func check(_ model: ImportedModel, _ golden: GoldenCase) throws {
        let expected = try Tensor(npyContentsOf: golden.outputs[0].file.path)
        let rows = try golden.rows(for: model.graph)
        for (way, answers) in try Answering.answers(model.graph, rows) {
            let error = try Comparison(answers[0], expected).relativeError
            #expect(error <= ConformanceTests.tolerance, "\(way)")
        }
    }
}
