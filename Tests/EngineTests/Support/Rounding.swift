import Tensors

@testable import Engine

extension Tensor {
    /// The numbers rounded to `bfloat16` and back.
    var roundedToBFloat16: Tensor { mapped { Float(BFloat16(Double($0))) } }
}

extension Precision {
    /// The precisions that this machine has fast kernels for.
    static var supported: [Precision] {
        allCases.filter { precision in
            do { try precision.checkSupport() } catch { return false }
            return true
        }
    }
}
