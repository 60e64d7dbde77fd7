import Foundation

/// One folder of golden files: a graph, what it is asked and what TensorFlow answers.
public struct GoldenCase: Sendable, CustomStringConvertible {
    /// The name of the folder.
    public let name: String
    /// The folder itself; for a trained network a checkpoint directory as `Saver` writes it.
    public let directory: URL
    /// What `case.json` says of the case.
    public let manifest: Manifest

    init(name: String, directory: URL) throws {
        self.name = name
        self.directory = directory
        let json = try Data(contentsOf: directory.appendingPathComponent("case.json"))
        manifest = try JSONDecoder().decode(Manifest.self, from: json)
    }

    /// The file `file` of this case.
    public func url(_ file: String) -> URL { directory.appendingPathComponent(file) }

    /// The rows to ask about, `.npy` by the name of the placeholder node; the main one first.
    public var inputs: [(node: String, file: URL)] {
        [(manifest.input, url("input.npy"))] + listed(manifest.moreInputs)
    }

    /// TensorFlow's answers, `.npy` by the name of the node that gives it; the main one first.
    ///
    /// Without meaning where there are several answers (`.averages`, `.calibration`) or none.
    public var outputs: [(node: String, file: URL)] {
        [(manifest.output, url("expected.npy"))] + listed(manifest.moreOutputs)
    }

    /// Whether TensorFlow restores the checkpoint, so that `expected.npy` is there.
    public var isAnswered: Bool {
        FileManager.default.fileExists(atPath: url("expected.npy").path)
    }

    /// The name, so that a test with one argument per case shows which one fails.
    public var description: String { name }

    private func listed(_ files: [String: String]?) -> [(node: String, file: URL)] {
        (files ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, url($0.value)) }
    }
}
