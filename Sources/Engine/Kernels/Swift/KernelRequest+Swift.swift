import Graph
import Tensors

extension KernelRequest {
    /// A kernel in plain Swift that is faster than the reference; nil if there is none.
    func makeSwiftKernel() -> (any Kernel)? { nil }
}
