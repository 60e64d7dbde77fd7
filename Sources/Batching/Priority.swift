/// How much a task matters beside others that wait.
///
/// Priorities share what leaves a queue; none shuts out another. While tasks of all wait, 16 of 21
/// rows are of high priority, 4 of normal and 1 of low; of priorities nobody waits in, the others have
/// the share.
public enum Priority: Int, Hashable, Sendable, CaseIterable {
    /// Someone waits for it.
    case high
    /// Nothing is said of it.
    case normal
    /// It can wait.
    case low

    /// The rows that leave in proportion to those of other priorities.
    var weight: Int {
        switch self {
        case .high: 16
        case .normal: 4
        case .low: 1
        }
    }
}
