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
    public var outputs: [(node: String, file: URL)] {
        [(manifest.output, url("expected.npy"))] + listed(manifest.moreOutputs)
    }

    /// The name, so that a test with one argument per case shows which one fails.
    public var description: String { name }

    private func listed(_ files: [String: String]?) -> [(node: String, file: URL)] {
        (files ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, url($0.value)) }
    }
}

extension GoldenCase {
    /// The contents of a `case.json`.
    public struct Manifest: Codable, Sendable {
        /// What the case is about, in a sentence.
        public let description: String
        /// The node of the main input, answered by `input.npy`.
        public let input: String
        /// The node of the main output, whose value is in `expected.npy`.
        public let output: String
        /// Further input nodes and the files with their rows.
        public let moreInputs: [String: String]?
        /// Further output nodes and the files with their values.
        public let moreOutputs: [String: String]?
        /// Whether input and output can be told from the graph, by signature or otherwise.
        public let inferable: Bool
        /// The placeholder that says whether the network is training, where there is one.
        public let trainingFlag: String?
        /// Scalar placeholders besides it that TensorFlow was fed, and with what.
        public let heldAtInference: [String: Float]?
        /// What sets the case apart, such as `kernel`, `variables` or `gamma`.
        public let properties: [String: String]
    }
}
