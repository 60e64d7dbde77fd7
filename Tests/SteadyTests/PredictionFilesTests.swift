import Foundation
import Serving
import Tensors
import Testing

@testable import steady

@Suite("Files of rows and answers")
struct PredictionFilesTests {
    private func signature(_ inputs: String...) -> ModelSignature {
        ModelSignature(
            inputs: inputs.map {
                TensorSignature(name: $0, elementType: .float32, dimensions: [nil])
            }, outputs: [])
    }

    private func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("steady-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path)
    }

    @Test("one input takes the one file, whatever its name")
    func oneInput() throws {
        let files = try PredictionFiles(
            data: ["a=b.npy"], output: "y.npy", signature: signature("x"))
        #expect(files.inputs == ["a=b.npy"])
    }

    @Test("several inputs take files by name, and the rest in order")
    func severalInputs() throws {
        let files = try PredictionFiles(
            data: ["1.npy", "y=2.npy", "3.npy"], output: "o", signature: signature("x", "y", "z"))
        #expect(files.inputs == ["1.npy", "2.npy", "3.npy"])
    }

    @Test("too few and too many files are errors that name the inputs")
    func wrongCount() throws {
        let missing = try #require(throws: PredictionFiles.Failure.self) {
            try PredictionFiles(data: ["x=1.npy"], output: "o", signature: signature("x", "y"))
        }
        #expect(missing == .missingInput(name: "y", all: ["x", "y"]))
        #expect(missing.description.contains("--data y=FILE.npy"))
        #expect(throws: PredictionFiles.Failure.tooManyInputs(given: 2, all: ["x"])) {
            try PredictionFiles(data: ["1.npy", "2.npy"], output: "o", signature: signature("x"))
        }
    }

    @Test("a .npy file gets the first output, anything else is a folder for all")
    func output() throws {
        let outputs = [Tensor([Float(1), 2]), Tensor([Int64(3), 4])]
        try inFolder { folder in
            let file = try PredictionFiles(
                data: ["x"], output: folder + "/y.npy", signature: signature("x"))
            #expect(try file.write(outputs, names: ["a", "b/c:0"]) == [folder + "/y.npy"])
            #expect(
                try Tensor(npyContentsOf: folder + "/y.npy").elements(as: Float.self) == [1, 2])

            let all = try PredictionFiles(
                data: ["x"], output: folder + "/new/all", signature: signature("x"))
            let paths = try all.write(outputs, names: ["a", "b/c:0"])
            #expect(paths == [folder + "/new/all/a.npy", folder + "/new/all/b_c_0.npy"])
            #expect(try Tensor(npyContentsOf: paths[1]).elements(as: Int64.self) == [3, 4])

            let existing = try PredictionFiles(
                data: ["x"], output: folder, signature: signature("x"))
            #expect(existing.writesFolder)
        }
    }
}
