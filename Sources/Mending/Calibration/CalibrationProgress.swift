/// How far a calibration has come.
public struct CalibrationProgress: Hashable, Sendable {
    /// The batches that have been run.
    public let completed: Int
    /// All batches to run.
    public let total: Int
    /// The layers that are being computed.
    public let layers: [String]
}
