/// How a step's numbers are computed.
///
/// Another algorithm gives other rounding errors, so a loaded model keeps one for each step,
/// whatever the batch size, the threads and the part of the result that a kernel computes.
enum Algorithm: Hashable, Sendable {
    /// As the operation is defined, sum by sum.
    case direct
    /// A convolution by Winograd's minimal filtering, in square tiles of so many results.
    case winograd(tile: Int)

    /// Kernels for some lines of a result begin at a multiple of this, so that their tiles are those
    /// of the whole.
    var lineMultiple: Int {
        switch self {
        case .direct: 1
        case .winograd(let tile): tile
        }
    }
}
