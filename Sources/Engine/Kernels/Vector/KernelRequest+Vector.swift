import CVectorKernels
import Graph
import Tensors

extension KernelRequest {
    /// One of our own kernels for the processor's vector instructions; nil if there is none for the
    /// step.
    func makeVectorKernel(
        _ instructions: VectorInstructionSet = .ofThisProcessor
    ) -> (any Kernel)? {
        switch step.operation {
        case .convolution(let convolution): makeWinograd(convolution, instructions)
        default: nil
        }
    }

    private func makeWinograd(
        _ convolution: Convolution, _ instructions: VectorInstructionSet
    ) -> (any Kernel)? {
        guard case .winograd(let tile) = step.algorithm,
            let layer = WinogradLayer(
                convolution, images: inputShapes[0], filter: inputShapes[1], result: resultShape),
            layer.tiles(for: instructions).contains(tile),
            constants.isConstant(step.inputs[1].buffer)
        else { return nil }
        let weights = constants.memory(step.inputs[1].buffer, .winograd(tile: tile)) { filters in
            layer.transformed(filters, tile: tile, instructions)
        }
        return WinogradKernel(
            layer, tile: tile, images: resultShape[0], biasIndex: convolution.epilogue.biasIndex,
            residualIndex: convolution.epilogue.residualIndex, weights: weights,
            instructions: instructions)
    }
}
