import Tensors

/// How far one output is from the same output computed more exactly.
struct OutputAgreement: Encodable {
    /// How often the largest of a row's numbers is at the right place.
    struct Top: Encodable {
        let right: Int
        let rows: Int
        /// `right` of `rows`.
        let share: Double

        init(right: Int, rows: Int) {
            (self.right, self.rows) = (right, rows)
            share = Double(right) / Double(rows)
        }
    }

    let name: String
    /// Rows whose largest number is at the same place in both; null where a row is one number.
    ///
    /// For whole numbers, such as classes, those that are equal.
    let topAgreement: Top?
    /// The largest difference between two numbers.
    let worstError: Double
    /// The mean of all differences.
    let meanError: Double
    /// The worst error over the largest exact number.
    let relativeError: Double
    /// Rows whose largest exact number is at the label's place; null without labels.
    var topOfExact: Top?
    /// The same of what is compared with it.
    var topOfGiven: Top?

    /// Compares an output with the exact one of the same shape.
    ///
    /// A row is all along the innermost dimension, so that images of classes have one per pixel.
    init(name: String, given: Tensor, exact: Tensor) throws {
        self.name = name
        let isWhole = !exact.elementType.isFloatingPoint
        let rowLength = max(1, exact.shape.rank > 1 ? exact.shape.dimensions.last ?? 1 : 1)
        let (a, b) = (try Self.numbers(given), try Self.numbers(exact))
        var (worst, sum, largest) = (0.0, 0.0, 0.0)
        for (x, y) in zip(a, b) {
            // Infinities and what is no number agree with themselves.
            let difference = x == y || (x.isNaN && y.isNaN) ? 0 : abs(x - y)
            worst = difference.isNaN ? .infinity : max(worst, difference)
            sum += difference
            if y.isFinite { largest = max(largest, abs(y)) }
        }
        worstError = worst
        meanError = sum / Double(max(1, a.count))
        relativeError = worst == 0 ? 0 : worst / largest
        let (tops, exactTops) = (Self.tops(a, rowLength), Self.tops(b, rowLength))
        if isWhole {
            topAgreement = Top(right: zip(a, b).count { $0 == $1 }, rows: a.count)
        } else if rowLength > 1 {
            topAgreement = Top(right: zip(tops, exactTops).count { $0 == $1 }, rows: tops.count)
        } else {
            topAgreement = nil
        }
    }

    /// Compares both with the right answers as well.
    ///
    /// - Parameter labels: One class for each row.
    mutating func compare(given: Tensor, exact: Tensor, withLabels labels: [Int]) throws {
        let rowLength = labels.isEmpty ? 1 : exact.elementCount / labels.count
        func top(_ tensor: Tensor) throws -> Top {
            let tops = Self.tops(try Self.numbers(tensor), rowLength)
            return Top(right: zip(tops, labels).count { $0 == $1 }, rows: labels.count)
        }
        (topOfGiven, topOfExact) = (try top(given), try top(exact))
    }

    /// The place of the largest number of each row, the first if several are equal.
    private static func tops(_ numbers: [Double], _ rowLength: Int) -> [Int] {
        stride(from: 0, to: numbers.count, by: rowLength).map { start in
            let row = numbers[start..<min(start + rowLength, numbers.count)]
            return
                (row.indices.max { row[$0] < row[$1] || (row[$0] == row[$1] && $0 > $1) }
                ?? start) - start
        }
    }

    private static func numbers(_ tensor: Tensor) throws -> [Double] {
        try tensor.converted(to: .float64).elements(as: Double.self)
    }
}
