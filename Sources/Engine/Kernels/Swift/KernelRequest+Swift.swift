import Graph
import Tensors

extension KernelRequest {
    /// A kernel for `float32` in plain Swift that is faster than the reference; nil if there is
    /// none.
    func makeSwiftKernel() -> (any Kernel)? {
        switch step.operation {
        case .reduction(let reduction):
            return RowReductionKernel(reduction, over: inputShapes[0])
        case .channelAffine(let affine):
            let kernel = FusedAffineKernel(affine, over: resultShape)
            switch affine.activation {
            case nil, .relu, .relu6: return kernel
            case let activation?: return ActivatedKernel(kernel, activation, self)
            }
        default: return nil
        }
    }
}
