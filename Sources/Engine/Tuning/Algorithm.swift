/// How a step's numbers are computed.
///
/// Another algorithm gives other rounding errors, so a loaded model keeps one for each step,
/// whatever the batch size, the threads and the part of the result that a kernel computes.
enum Algorithm: Hashable, Sendable {
    /// As the operation is defined, sum by sum.
    case direct
    /// The same by an implementation of the kernel library, which has it under this name.
    case library(implementation: String)
    /// The same by our own kernel, with the filters in panels of result channels.
    case panels
    /// The same by our own kernel for the processor's vector instructions.
    case vector
    /// A convolution by Winograd's minimal filtering, in square tiles of so many results.
    case winograd(tile: Int)

    /// Kernels for some lines of a result begin at a multiple of this, so that their tiles are those
    /// of the whole.
    var lineMultiple: Int {
        switch self {
        case .direct, .library, .panels, .vector: 1
        case .winograd(let tile): tile
        }
    }

    /// The library's name for the implementation that is wanted, if that is known.
    var implementation: String? {
        if case .library(let implementation) = self { implementation } else { nil }
    }
}
