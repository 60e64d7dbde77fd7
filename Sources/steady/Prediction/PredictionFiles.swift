import Foundation
import Serving
import Tensors

/// The files that rows are read from and answers are written to.
struct PredictionFiles {
    /// One path for each input.
    let inputs: [String]
    /// A file for the first output, or a folder for all.
    let output: String

    /// Why the files do not suit the model.
    enum Failure: Error, Hashable, CustomStringConvertible {
        case missingInput(name: String, all: [String])
        case tooManyInputs(given: Int, all: [String])
        case unreadable(path: String, reason: String)

        var description: String {
            switch self {
            case .missingInput(let name, let all):
                "the model takes \(Self.list(all)); give each a file, and '\(name)' has none: "
                    + "--data \(name)=FILE.npy"
            case .tooManyInputs(let given, let all):
                "\(given) files are given, and the model takes \(Self.list(all)) alone"
            case .unreadable(let path, let reason):
                "can't read rows from \(path): \(reason)"
            }
        }

        private static func list(_ names: [String]) -> String {
            names.map { "'\($0)'" }.joined(separator: ", ")
        }
    }

    /// Finds a file for each input: by its name, else in the order given.
    init(data: [String], output: String, signature: ModelSignature) throws(Failure) {
        let names = signature.inputs.map(\.name)
        inputs = try InputFiles(data: data, names: names).paths
        self.output = output
    }

    /// Reads the rows of each input.
    func read() throws(Failure) -> [Tensor] { try InputFiles(paths: inputs).read() }

    /// Whether all outputs go to a folder, each as `NAME.npy`.
    var writesFolder: Bool {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: output, isDirectory: &isFolder)
        return exists && isFolder.boolValue || output.hasSuffix("/") || !output.hasSuffix(".npy")
    }

    /// Writes the outputs and gives the paths of the files written.
    func write(_ outputs: [Tensor], names: [String]) throws -> [String] {
        guard writesFolder else {
            try outputs[0].writeNpy(to: output)
            return [output]
        }
        let folder = URL(fileURLWithPath: output, isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var paths: [String] = []
        for (tensor, name) in zip(outputs, names) {
            // Names of nodes have scopes, which are no folders here.
            let file = name.replacing("/", with: "_").replacing(":", with: "_") + ".npy"
            let path = folder.appendingPathComponent(file).path
            try tensor.writeNpy(to: path)
            paths.append(path)
        }
        return paths
    }
}
