import Graph
import Tensors

extension LoweredGraph {
    /// Chooses the algorithm of each step for a processor.
    mutating func chooseAlgorithms(for instructions: VectorInstructionSet = .ofThisProcessor) {
        for index in steps.indices {
            guard case .convolution(let convolution) = steps[index].operation,
                case .constant = buffers[steps[index].inputs[1].buffer],
                let layer = WinogradLayer(convolution, steps[index])
            else { continue }
            steps[index].algorithm = layer.algorithm(for: instructions)
        }
    }
}

extension WinogradLayer {
    /// The fastest algorithm over all batch sizes, by what was measured.
    ///
    /// Measured against oneDNN's direct convolution on one AVX-512 core (Zen 4), weights from
    /// memory: tiles of 4×4 take 0.36–0.45 of its time for 14×14 results and more and 0.65 for 7×7,
    /// tiles of 2×2 take 0.54–0.59 and 0.67. Large tiles need four times the weights, small ones
    /// less than twice: where results are few and weights many, memory decides.
    func algorithm(for instructions: VectorInstructionSet) -> Algorithm {
        guard channels % WinogradLayer.channelMultiple == 0,
            resultChannels % instructions.winogradResultMultiple == 0,
            resultHeight * resultWidth >= 16
        else { return .direct }
        return .winograd(tile: resultHeight * resultWidth >= 144 ? 4 : 2)
    }
}
