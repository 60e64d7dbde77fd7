import CVectorKernels
import Graph

extension VectorActivation {
    /// The function as our kernels apply it to their results; nil if they do not know it.
    init?(_ function: Unary?) {
        self.init(
            function: VectorFunctionLimits, lowest: -.infinity, highest: .infinity)
        switch function {
        case nil: break
        case .relu: lowest = 0
        case .relu6: (lowest, highest) = (0, 6)
        case .swish: self.function = VectorFunctionSwish
        case .sigmoid: self.function = VectorFunctionSigmoid
        case .hardSwish: self.function = VectorFunctionHardSwish
        default: return nil
        }
    }
}

extension Epilogue {
    /// Whether the activation is one that our kernels know and more than a limit.
    var isCurved: Bool {
        VectorActivation(activation).map { $0.function != VectorFunctionLimits } ?? false
    }
}
