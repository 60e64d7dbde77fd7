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
        guard let tile = step.winogradTile(for: instructions), isConstant(1),
            let layer = WinogradLayer(
                convolution, images: inputShapes[0], filter: inputShapes[1], result: resultShape)
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

extension LoweredGraph.Step {
    /// The tile with which Winograd's algorithm computes the step on a processor; nil if that is not
    /// the step's algorithm, or not possible there.
    ///
    /// The same for every batch size and every part of the result.
    func winogradTile(for instructions: VectorInstructionSet) -> Int? {
        guard case .convolution(let convolution) = operation,
            case .winograd(let tile) = algorithm,
            WinogradLayer(convolution, self)?.tiles(for: instructions).contains(tile) == true
        else { return nil }
        return tile
    }
}
