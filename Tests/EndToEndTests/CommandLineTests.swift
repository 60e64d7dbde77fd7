import Fixtures
import Foundation
import Tensors
import Testing

@Suite("The command line")
struct CommandLineTests {
    private let model = Fixtures.digitModel.path

    private func temporary(_ name: String) -> URL {
        FileManager.default.temporaryDirectory
            .appendingPathComponent("steady-\(UUID().uuidString)-\(name)")
    }

    @Test("predict writes TensorFlow's probabilities for a file of rows")
    func predict() throws {
        let digits = try Digits()
        let output = temporary("y.npy")
        defer { try? FileManager.default.removeItem(at: output) }
        let result = try steady(
            "predict", "--model", model, "--data", Fixtures.url("digits/images.npy").path,
            "--output", output.path)
        try #require(result.status == 0, "\(result.output)")
        let answer = try Tensor(npyContentsOf: output.path)
        #expect(answer.shape == [397, 10])
        #expect(try digits.worstError(answer.elements(as: Float.self), 0..<397) <= 1e-5)
    }

    @Test("inspect tells inputs, outputs, batch normalization and variables")
    func inspect() throws {
        let result = try steady("inspect", model, "--json")
        try #require(result.status == 0, "\(result.output)")
        let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        let object = try #require(value as? [String: Any])
        #expect(object["inputs"] != nil && object["outputs"] != nil && object["variables"] != nil)
        let text = try steady("inspect", model).output
        #expect(text.contains("images"))
        #expect(text.contains("probabilities"))
        #expect(text.contains("bn1/moving_mean"))
    }

    @Test("a damaged checkpoint is refused with the file and the variable")
    func damaged() throws {
        let folder = temporary("model")
        try FileManager.default.copyItem(at: Fixtures.digitModel, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let name = try #require(files.first { $0.contains(".data-") })
        let file = folder.appendingPathComponent(name)
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 0x10
        try bytes.write(to: file)
        let result = try steady(
            "predict", "--model", folder.path, "--data", Fixtures.url("digits/images.npy").path,
            "--output", temporary("y.npy").path)
        #expect(result.status != 0)
        #expect(result.output.contains(name))
        #expect(result.output.contains("kernel"))
    }

    @Test("a model that is not there is an error that says so")
    func missing() throws {
        let result = try steady("inspect", "/nowhere/at/all")
        #expect(result.status != 0)
        #expect(result.output.contains("/nowhere/at/all"))
    }

    @Test("help names every command")
    func help() throws {
        let text = try steady("--help").output
        for command in ["serve", "predict", "inspect"] { #expect(text.contains(command)) }
    }
}
