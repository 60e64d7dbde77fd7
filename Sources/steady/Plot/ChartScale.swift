import Foundation

/// The vertical axis of a chart: values to heights between 0 and 1.
struct ChartScale: Hashable {
    let lower, upper: Double
    /// Whether heights follow the logarithm; then `lower` is greater than 0.
    let isLogarithmic: Bool

    /// Makes the axis that shows all finite values.
    ///
    /// - Parameter allowsLogarithm: Whether positive values over more than three decades are shown by
    ///   their logarithm; zero and negative ones then stand at the bottom.
    init(_ values: [Double], allowsLogarithm: Bool) {
        let finite = values.filter(\.isFinite)
        let positive = finite.filter { $0 > 0 }
        if allowsLogarithm, let least = positive.min(), let greatest = positive.max(),
            greatest / 1000 > least
        {
            (lower, upper, isLogarithmic) = (least, greatest, true)
            return
        }
        isLogarithmic = false
        // Zero belongs on the axis where values are all on one side of it but near.
        var (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
        if low > 0, low < high * 0.75 || low == high { low = 0 }
        if high < 0, high > low * 0.75 || low == high { high = 0 }
        if low == high { (low, high) = (low - 1, high + 1) }
        (lower, upper) = (low, high)
    }

    /// The height of a value; the edge for one that lies beyond, and the bottom for NaN.
    func height(of value: Double) -> Double {
        let height: Double
        if isLogarithmic {
            height = value > 0 ? (log(value) - log(lower)) / (log(upper) - log(lower)) : 0
        } else {
            // Halved, since the range itself may overflow.
            height = (value / 2 - lower / 2) / (upper / 2 - lower / 2)
        }
        // Not a number, or a range too small to halve.
        guard !height.isNaN else { return 0 }
        return min(max(height, 0), 1)
    }

    /// A label of three digits, such as `0.0123` or `1.2e+07`.
    static func label(_ value: Double) -> String {
        let magnitude = abs(value)
        if value == 0 { return "0" }
        if magnitude >= 0.001, magnitude < 100_000 {
            let digits = max(0, 2 - Int(log10(magnitude).rounded(.down)))
            var text = String(format: "%.\(digits)f", value)
            if text.contains(".") {
                while text.hasSuffix("0") { text.removeLast() }
                if text.hasSuffix(".") { text.removeLast() }
            }
            return text
        }
        return String(format: "%.2g", value)
    }
}
