/// How a compiled model came to its algorithms.
public struct TuningOutcome: Hashable, Sendable {
    /// Where the choices come from.
    public enum Origin: Hashable, Sendable {
        /// What was measured when this program was written.
        case builtIn
        /// A record of an earlier process.
        case recorded
        /// Measured now, which took so long.
        case measured(Duration)
    }

    /// Where the choices come from.
    public let origin: Origin
    /// How many steps each algorithm computes, by its name; those with only one are left out.
    public let counts: [String: Int]

    /// Every step is computed as it is defined.
    static let none = TuningOutcome(origin: .builtIn, counts: [:])
}
