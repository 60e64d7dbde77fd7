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
        case .convolution where step.algorithm == .panels, .matrixProduct:
            makePanels(instructions)
        case .convolution(let convolution): makeWinograd(convolution, instructions)
        case .depthwiseConvolution(let convolution) where step.algorithm == .vector:
            VectorDepthwiseKernel(
                convolution, images: inputShapes[0], filter: inputShapes[1], result: resultShape,
                instructions: instructions)
        default: nil
        }
    }

    private func makePanels(_ instructions: VectorInstructionSet) -> (any Kernel)? {
        guard isConstant(1), let matrix = step.panels(for: instructions),
            let layer = PanelLayer(step, inputShapes: inputShapes, resultShape: resultShape)
        else { return nil }
        let weights = constants.memory(step.inputs[1].buffer, .panels(matrix), make: matrix.packed)
        return PanelKernel(layer: layer, weights: weights, instructions: instructions)
    }

    private func makeWinograd(
        _ convolution: Convolution, _ instructions: VectorInstructionSet
    ) -> (any Kernel)? {
        guard let tile = step.winograd(for: instructions)?.tile, isConstant(1),
            let layer = WinogradLayer(
                convolution, images: inputShapes[0], filter: inputShapes[1], result: resultShape)
        else { return nil }
        let layout = layer.layout(tile: tile)
        let weights = constants.memory(step.inputs[1].buffer, layout) { filters in
            layer.arranged(filters, as: layout, tile: tile, instructions)
        }
        return WinogradKernel(
            layer, tile: tile, images: resultShape[0], channels: step.resultChannels,
            biasIndex: convolution.epilogue.biasIndex,
            residualIndex: convolution.epilogue.residualIndex, weights: weights, layout: layout,
            instructions: instructions)
    }
}

extension LoweredGraph.Step {
    /// The filters in panels for a processor; nil if that is not the step's algorithm.
    func panels(for instructions: VectorInstructionSet) -> PanelMatrix? {
        algorithm == .panels ? PanelLayer(self)?.matrix(for: instructions) : nil
    }

    /// The layer and tile with which Winograd's algorithm computes the step on a processor; nil if that
    /// is not the step's algorithm, or not possible there.
    ///
    /// The same for every batch size and every part of the result, but for the layer's extents.
    func winograd(
        for instructions: VectorInstructionSet
    ) -> (layer: WinogradLayer, tile: Int)? {
        guard case .convolution(let convolution) = operation,
            case .winograd(let tile) = algorithm,
            let layer = WinogradLayer(convolution, self),
            layer.tiles(for: instructions).contains(tile)
        else { return nil }
        return (layer, tile)
    }
}
