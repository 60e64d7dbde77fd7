/// A model that has been read and compiled, before any executor runs it.
public struct LoadedModel: Sendable {
    /// The version, as people see it.
    public let version: String
    /// What the model takes and gives.
    public let signature: ModelSignature
    /// What a person should look at before trusting the answers.
    public let warnings: [String]
    /// What was decided in reading the model.
    public let notes: [String]
    /// Makes what runs batches.
    ///
    /// Called once by each executor, on its own thread.
    public let makeRunner: @Sendable () throws -> any BatchRunner

    /// Makes a loaded model from its parts.
    public init(
        version: String, signature: ModelSignature, warnings: [String] = [], notes: [String] = [],
        makeRunner: @escaping @Sendable () throws -> any BatchRunner
    ) {
        self.version = version
        self.signature = signature
        self.warnings = warnings
        self.notes = notes
        self.makeRunner = makeRunner
    }
}
