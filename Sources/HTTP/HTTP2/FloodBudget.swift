/// Counts what costs a client nothing and the server some work against what is worth that work.
///
/// A client may be ahead by the limit and no more. Time gives back too, so that a connection that
/// lives for days does not die of what is harmless in a day.
struct FloodBudget {
    let limit: Int
    private(set) var left: Int

    /// Makes a full budget.
    init(limit: Int) {
        self.limit = limit
        left = limit
    }

    /// Whether more was spent than the budget allows.
    var isSpent: Bool { left < 0 }

    /// Counts something of no worth.
    mutating func spend(_ cost: Int = 1) { left = max(left - cost, -1) }

    /// Gives back for something of worth, at most what was spent; a spent budget stays so.
    mutating func earn(_ worth: Int = 1) {
        if !isSpent { left = min(left + worth, limit) }
    }
}
