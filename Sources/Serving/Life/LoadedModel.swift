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
    /// How many threads a row keeps busy: less than 1 for a small model.
    public let threadsPerRow: Double
    /// The batch sizes whose plans are made ahead; nil where all sizes are as good.
    public let plannedSizes: PlannedSizes?
    /// Makes what runs batches.
    ///
    /// Called once by each executor, on its own thread.
    public let makeRunner: @Sendable () throws -> any BatchRunner

    /// Makes a loaded model from its parts.
    public init(
        version: String, signature: ModelSignature, warnings: [String] = [], notes: [String] = [],
        threadsPerRow: Double = .infinity, plannedSizes: PlannedSizes? = nil,
        makeRunner: @escaping @Sendable () throws -> any BatchRunner
    ) {
        self.version = version
        self.signature = signature
        self.warnings = warnings
        self.notes = notes
        self.threadsPerRow = threadsPerRow
        self.plannedSizes = plannedSizes
        self.makeRunner = makeRunner
    }
}
