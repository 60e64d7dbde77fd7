import Checkpoints
import Engine
import Fixtures
import Foundation
import Graph
import Mending
import TensorFlowImport
import Tensors
import Testing
import Wire

@Suite("A calibrated checkpoint")
struct CalibratedCheckpointTests {
    @Test(
        "answers as TensorFlow does with the statistics it computed",
        arguments: ["fused", "unfused"])
    func answers(name: String) throws {
        let fixture = try CalibrationFixture(name)
        let scratch = try ScratchFolder()
        let written = try calibrated(fixture, scratch)
        let answer = try predict(written, fixture.input(), fixture.importing)
        let expected = try fixture.answer("population").elements(as: Float.self)
        for (value, truth) in zip(answer, expected) { #expect(abs(value - truth) < 1e-5) }
        #expect(answer.count == expected.count)
    }

    @Test("classifies held-out digits as well as the original")
    func accuracy() throws {
        let fixture = try CalibrationFixture("digits")
        let scratch = try ScratchFolder()
        let written = try calibrated(fixture, scratch)
        let answers = try predict(
            written, Tensor(npyContentsOf: Fixtures.url("digits/images.npy").path))
        let labels = try Tensor(npyContentsOf: Fixtures.url("digits/labels.npy").path)
            .elements(as: Int64.self)
        let right = labels.indices.filter { row in
            let scores = answers[row * 10..<row * 10 + 10]
            return scores.max() == scores[scores.startIndex + Int(labels[row])]
        }
        // The original has 394 of the 397 right; 0.3 points are one digit.
        #expect(right.count >= 393)
    }

    @Test("holds all that the source held, byte for byte, and the statistics")
    func contents() throws {
        let fixture = try CalibrationFixture("contrib")
        let scratch = try ScratchFolder()
        let written = try Checkpoint(at: calibrated(fixture, scratch))
        let source = try Checkpoint(at: fixture.location)
        #expect(written.variables.count == source.variables.count + 6)
        for name in source.variableNames {
            let (left, right) = (try source.tensor(named: name), try written.tensor(named: name))
            #expect(left.withUnsafeBytes { Array($0) } == right.withUnsafeBytes { Array($0) })
        }
        try written.verify()
    }

    @Test(
        "has a graph whose Saver restores every variable in it", arguments: CalibrationFixture.names
    )
    func saver(name: String) throws {
        let fixture = try CalibrationFixture(name)
        let scratch = try ScratchFolder()
        let calibration = try Calibration(
            of: fixture.location, importing: fixture.importing, data: [fixture.rows(in: scratch)],
            options: CalibrationOptions(method: .ema, steps: 1))
        let written = try calibration.write(
            completing: fixture.location, to: scratch.folder("out"))
        let meta = try written.readMetaGraph()
        let saved = SaverList(meta)
        #expect(saved.names == (try Checkpoint(at: written).variableNames.sorted()))
        #expect(saved.savedTensorCount == saved.names.count)
        #expect(saved.restoredTensorCount == saved.names.count)
    }

    @Test("is not written over the model it completes")
    func sameFolder() throws {
        let scratch = try ScratchFolder()
        let folder = scratch.folder("model")
        try FileManager.default.copyItem(
            at: Fixtures.url("calibration/fused"), to: folder)
        let location = try CheckpointLocation.resolve(folder)
        let link = scratch.folder("link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder)
        for other in [folder, link] {
            #expect(throws: MendingError.sameFolder(path: other.path)) {
                try Calibration.requireWritable(other, completing: location)
            }
        }
    }

    private func calibrated(
        _ fixture: CalibrationFixture, _ scratch: ScratchFolder
    ) throws -> CheckpointLocation {
        try Calibration(
            of: fixture.location, importing: fixture.importing, data: [fixture.rows(in: scratch)]
        )
        .write(completing: fixture.location, to: scratch.folder("out"))
    }
}

/// The first output for one input.
func predict(
    _ location: CheckpointLocation, _ input: Tensor, _ importing: ImportOptions = ImportOptions()
) throws -> [Float] {
    let imported = try TensorFlowModel.load(location, options: importing)
    let optimized = try InferenceMode.optimized(
        imported.graph, evaluate: ReferenceKernels.constantEvaluator)
    let executor = try CompiledModel(optimized).makeExecutor()
    return try executor.run([input])[0].elements(as: Float.self)
}

/// What a graph's `Saver` saves and restores.
struct SaverList {
    var names: [String] = []
    var savedTensorCount = 0
    var restoredTensorCount = 0

    init(_ meta: TFMetaGraphDef) {
        let nodes = Dictionary(uniqueKeysWithValues: meta.graphDef.node.map { ($0.name, $0) })
        func read(_ name: String) -> TFNodeDef? {
            nodes[String(name.split(separator: ":")[0].drop { $0 == "^" })]
        }
        for node in meta.graphDef.node where node.op == "RestoreV2" {
            let list = read(node.input[1])?.attr["value"]?.tensor
            names += (list?.stringVal ?? []).map { String(decoding: $0, as: UTF8.self) }
        }
        names.sort()
        for node in meta.graphDef.node where node.op == "SaveV2" {
            savedTensorCount += node.input.dropFirst(3).filter { read($0) != nil }.count
        }
        let assigned = read(meta.saverDef.restoreOpName)?.input.compactMap(read) ?? []
        restoredTensorCount = assigned.filter { $0.op.hasPrefix("Assign") }.count
    }
}
