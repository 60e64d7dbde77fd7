/// The dimensions of an elementwise result, by NumPy's rule: aligned at the innermost dimension, an
/// extent of 1 stretches to the other's.
func broadcast(_ left: [Dimension], _ right: [Dimension]) throws(TypeMismatch) -> [Dimension] {
    let rank = max(left.count, right.count)
    var result: [Dimension] = []
    for axis in 0..<rank {
        let a = axis - (rank - left.count) < 0 ? .fixed(1) : left[axis - (rank - left.count)]
        let b = axis - (rank - right.count) < 0 ? .fixed(1) : right[axis - (rank - right.count)]
        if a == b || b == .fixed(1) {
            result.append(a)
        } else if a == .fixed(1) {
            result.append(b)
        } else {
            throw TypeMismatch("dimensions \(left) and \(right) do not broadcast")
        }
    }
    return result
}
