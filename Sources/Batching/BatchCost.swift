/// What a batch costs, learned from batches that ran: so much for any batch, and so much for a row.
///
/// A line is fitted to the latest batches by least squares, with weights that fade. Where they all had
/// about the same size they say nothing of another, and what earlier ones said of a row holds on; before
/// there were any, a batch is taken to cost nothing but its rows. A value without clock.
///
/// Cost is processor time in seconds: what a batch takes times the processors that were its own.
struct BatchCost {
    /// The number of batches after which one has faded.
    private static let memory = 32.0
    /// How far sizes must be apart, squared, to say as much of a row as was known before.
    private static let stiffness = 0.25
    /// A batch that costs more than so many times what was expected counts as if it cost so much: it
    /// was interrupted.
    private static let largestSurprise = 4.0

    private var count = 0.0
    private var meanRows = 0.0
    private var meanCost = 0.0
    private var variance = 0.0
    private var covariance = 0.0
    private var perRow = 0.0

    /// Whether no batch has run yet, so that nothing is known.
    var isUnknown: Bool { count == 0 }

    /// Learns from a batch that ran.
    mutating func note(rows: Int, cost: Double) {
        let rows = Double(rows)
        let cost =
            count < Self.memory / 4
            ? cost : min(cost, Self.largestSurprise * expected(forRows: rows))
        count = min(count + 1, Self.memory)
        let gain = 1 / count
        let (rowsApart, costApart) = (rows - meanRows, cost - meanCost)
        meanRows += gain * rowsApart
        meanCost += gain * costApart
        guard count > 1 else {
            perRow = cost / rows
            return
        }
        variance = (1 - gain) * (variance + gain * rowsApart * rowsApart)
        covariance = (1 - gain) * (covariance + gain * rowsApart * costApart)
        let fitted = (covariance + Self.stiffness * perRow) / (variance + Self.stiffness)
        // Neither rows nor batches have negative costs.
        perRow = min(max(fitted, 0), meanCost / meanRows)
    }

    /// What a batch of so many rows costs; 0 while nothing is known.
    func expected(forRows rows: Int) -> Double { expected(forRows: Double(rows)) }

    private func expected(forRows rows: Double) -> Double {
        max(0, meanCost + perRow * (rows - meanRows))
    }

    /// The most rows, up to `limit` and at least 1, whose batch costs no more than that.
    func rows(costing cost: Double, atMost limit: Int) -> Int {
        guard expected(forRows: limit) > cost, perRow > 0 else { return limit }
        let rows = meanRows + (cost - meanCost) / perRow
        return min(limit, max(1, Int(rows)))
    }
}
