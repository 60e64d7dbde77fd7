import Tensors

/// How far an answer is from the golden one.
struct Comparison {
    let shapesAgree: Bool
    /// The largest difference between two numbers in the same place.
    let absoluteError: Double
    /// The largest difference, as a share of the largest golden number.
    let relativeError: Double

    init(_ answer: Tensor, _ golden: Tensor) throws {
        shapesAgree = answer.shape == golden.shape && answer.elementType == golden.elementType
        guard shapesAgree else {
            absoluteError = .infinity
            relativeError = .infinity
            return
        }
        let given = try answer.converted(to: .float64).elements(as: Double.self)
        let expected = try golden.converted(to: .float64).elements(as: Double.self)
        let largest = expected.map(abs).max() ?? 0
        let difference =
            zip(given, expected).map { pair in
                // A NaN must make the comparison fail.
                let distance = abs(pair.0 - pair.1)
                return distance.isNaN ? .infinity : distance
            }.max() ?? 0
        // Kernels may take numbers below float32's normal range for zero.
        let isNegligible = difference < Double(Float.leastNormalMagnitude)
        absoluteError = difference
        relativeError = isNegligible ? 0 : difference / largest
    }
}
