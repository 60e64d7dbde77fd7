/// Counts streams that were reset against those that were answered.
///
/// Resetting a stream costs the client nothing and the server its work, whether the client resets
/// (CVE-2023-44487) or makes the server do it (CVE-2025-8671). Every reset takes one from the
/// budget and every answer gives one back, up to where it began.
struct ResetBudget {
    private let limit: Int
    private(set) var left: Int

    /// Makes a full budget.
    init(limit: Int) {
        self.limit = limit
        left = limit
    }

    /// Whether more was reset than the budget allows.
    var isSpent: Bool { left < 0 }

    /// Counts a stream that was reset.
    mutating func spend() { left = max(left - 1, -1) }

    /// Counts a stream that was answered in full.
    mutating func earn() { left = min(left + 1, limit) }
}
