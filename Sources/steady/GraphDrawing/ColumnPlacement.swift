/// Finds places for columns that must keep their order and distance in every row, near what they are
/// connected to.
struct ColumnPlacement {
    /// The middle of each column.
    private(set) var middles: [Double]

    /// Neighbours to the left with the least distance to them, and to the right.
    private var left: [[Int: Double]]
    private var right: [[Int: Double]]
    private var pulls: [[(column: Int, weight: Double)]]
    private var hints: [(sum: Double, weight: Double)]

    /// - Parameter rows: The columns of each row from left to right, with their widths there.
    init(_ count: Int, rows: [[(column: Int, width: Double)]], gap: Double) {
        left = Array(repeating: [:], count: count)
        right = left
        pulls = Array(repeating: [], count: count)
        hints = Array(repeating: (0, 0), count: count)
        middles = Array(repeating: 0, count: count)
        for row in rows {
            for (a, b) in zip(row, row.dropFirst()) {
                let distance = max(
                    (a.width + b.width) / 2 + gap, right[a.column][b.column] ?? 0)
                right[a.column][b.column] = distance
                left[b.column][a.column] = distance
            }
        }
    }

    /// Lets two columns be near each other.
    mutating func pull(_ a: Int, _ b: Int, weight: Double) {
        guard a != b else { return }
        pulls[a].append((b, weight))
        pulls[b].append((a, weight))
    }

    /// Lets a column be near a place.
    mutating func pull(_ column: Int, to place: Double, weight: Double) {
        hints[column].sum += place * weight
        hints[column].weight += weight
    }

    /// Packs all to the left, and then moves each in turn as near to its neighbours as those beside it
    /// let it.
    mutating func settle() {
        for _ in 0..<middles.count {
            var isSettled = true
            for column in middles.indices {
                let least = left[column].map { middles[$0] + $1 }.max() ?? 0
                if middles[column] < least {
                    middles[column] = least
                    isSettled = false
                }
            }
            if isSettled { break }
        }
        for round in 0..<120 {
            let order = middles.indices.sorted { middles[$0] < middles[$1] }
            for column in round % 2 == 0 ? order.reversed() : order {
                var (sum, weight) = hints[column]
                for pull in pulls[column] {
                    sum += middles[pull.column] * pull.weight
                    weight += pull.weight
                }
                guard weight > 0 else { continue }
                let least = left[column].map { middles[$0] + $1 }.max() ?? -.infinity
                let most = right[column].map { middles[$0] - $1 }.min() ?? .infinity
                middles[column] = max(least, min(most, sum / weight))
            }
        }
    }
}
