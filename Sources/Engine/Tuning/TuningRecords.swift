/// Choices that were measured, as they are kept from one process to the next.
public struct TuningRecord: Hashable, Sendable, Codable {
    /// What the choices hold for: processor, kernel library and this program's version.
    public let environment: String
    /// The name of each layer's algorithm, by the layer's description.
    public let choices: [String: String]

    /// Makes a record from its parts.
    public init(environment: String, choices: [String: String]) {
        self.environment = environment
        self.choices = choices
    }
}

/// Where choices that were measured are kept.
///
/// Any thread may use it. It need not keep them, and what it gives is checked.
public protocol TuningRecords: Sendable {
    /// The record of a name, which holds letters and digits only; nil if there is none.
    func record(named name: String) -> TuningRecord?

    /// Keeps a record under a name.
    func keep(_ record: TuningRecord, named name: String)
}
