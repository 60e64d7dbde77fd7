import Fixtures
import Foundation
import Serving
import TensorFlowImport
import Tensors
import Testing

@Suite("Embedded model", .timeLimit(.minutes(2)))
struct EmbeddedModelTests {
    private func loaded() throws -> LoadedModel {
        try ModelSource(path: nil).load(importing: ImportOptions(), threads: 1, maxBatchSize: 32)
    }

    private func read(_ name: String) throws -> Tensor {
        try Tensor(npyContentsOf: Fixtures.url("digits/\(name).npy").path)
    }

    private func worstError(_ left: Tensor, _ right: Tensor) -> Float {
        zip(left.elements(as: Float.self), right.elements(as: Float.self))
            .map { abs($0 - $1) }.max() ?? .infinity
    }

    @Test("lies beside the program, with its checkpoint")
    func folder() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: EmbeddedModel.folder().path)
        #expect(files.contains("checkpoint"))
        #expect(files.contains { $0.hasSuffix(".index") })
        #expect(files.contains { $0.hasSuffix(".meta") })
    }

    @Test("takes images and gives probabilities, and its version is the training step")
    func signature() throws {
        let model = try loaded()
        #expect(model.version == "840")
        #expect(model.warnings.isEmpty)
        #expect(
            model.signature
                == ModelSignature(
                    inputs: [
                        TensorSignature(
                            name: "images", elementType: .float32, dimensions: [nil, 8, 8, 1])
                    ],
                    outputs: [
                        TensorSignature(
                            name: "probabilities", elementType: .float32, dimensions: [nil, 10])
                    ]))
    }

    @Test("gives TensorFlow's probabilities for a whole file", arguments: [1, 7, 32, 397])
    func file(maxBatchSize: Int) throws {
        let answers = try loaded().predict([read("images")], maxBatchSize: maxBatchSize)
        #expect(answers[0].shape == [397, 10])
        #expect(try worstError(answers[0], read("probabilities")) <= 1e-5)
    }

    @Test("gives them too when served in parts that share batches", arguments: [1, 2])
    func served(executors: Int) throws {
        let served = ServedModel(
            name: "digits",
            options: ServingOptions(maxBatchSize: 32, queueCapacity: 1024, executors: executors))
        try served.start(loaded())
        let (images, expected) = (try read("images"), try read("probabilities"))
        var generator = SeededGenerator(seed: 42)
        var answers: [(rows: Range<Int>, answer: Answer)] = []
        var start = 0
        while start < 397 {
            let rows = start..<min(start + Int.random(in: 1...50, using: &generator), 397)
            answers.append((rows, served.answer(to: [images.rows(rows)])))
            start = rows.upperBound
        }
        for (rows, answer) in answers {
            let outputs = try answer.wait()
            #expect(outputs[0].shape == [rows.count, 10])
            #expect(worstError(outputs[0], expected.rows(rows)) <= 1e-5)
        }
        served.drainAndWait()
    }
}
