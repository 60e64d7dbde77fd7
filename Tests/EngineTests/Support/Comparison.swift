import Tensors
import Testing

/// Records an issue unless every number is within a tolerance of the expected one, relative to the
/// largest expected magnitude (at least 1).
func expectClose(
    _ given: [Float], _ expected: [Float], tolerance: Float = 1e-6, _ comment: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard given.count == expected.count else {
        Issue.record(
            "\(given.count) numbers given, \(expected.count) expected",
            sourceLocation: sourceLocation)
        return
    }
    let scale = expected.reduce(1) { $1.isFinite ? max($0, abs($1)) : $0 }
    for (index, (a, b)) in zip(given, expected).enumerated() {
        let isClose = a == b || abs(a - b) <= tolerance * scale || (a.isNaN && b.isNaN)
        if !isClose {
            Issue.record(
                "number \(index) is \(a), expected \(b). \(comment ?? "")",
                sourceLocation: sourceLocation)
            return
        }
    }
}

/// As for arrays; shapes must be equal too.
func expectClose(
    _ given: Tensor, _ expected: Tensor, tolerance: Float = 1e-6, _ comment: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(given.shape == expected.shape, comment, sourceLocation: sourceLocation)
    #expect(given.elementType == expected.elementType, comment, sourceLocation: sourceLocation)
    expectClose(
        given.floats, expected.floats, tolerance: tolerance, comment,
        sourceLocation: sourceLocation)
}
