import Graph
import Tensors

extension LoweredGraph {
    /// The algorithms that a step can be computed by, all of which give a row the same bits in every
    /// batch; empty if there is no choice.
    func candidates(
        _ step: Step, effort: TuningEffort, instructions: VectorInstructionSet
    ) throws(EngineError) -> [Algorithm] {
        guard effort != .off, step.inputs.count > 1, step.isSinglePrecision,
            !step.hasLargeFilter,
            case .constant = buffers[step.inputs[1].buffer]
        else { return [] }
        var result = [Algorithm.direct]
        if PanelLayer(step) != nil { result.append(.panels) }
        var isOffered = effort == .full
        switch step.operation {
        case .convolution(let convolution):
            if let layer = WinogradLayer(convolution, step) {
                result += layer.tiles(for: instructions).map { .winograd(tile: $0) }
            }
        case .depthwiseConvolution(let convolution):
            if step.isVectorDepthwise(convolution, instructions) { result.append(.vector) }
            isOffered = true
        case .matrixProduct: break
        default: return []
        }
        #if OneDNN
            if isOffered {
                result += try offered(step)
            }
        #endif
        return result.count > 1 ? result : []
    }

    #if OneDNN
        /// What the kernel library offers beside its first choice.
        ///
        /// Without its own reference, and without what runs on its general matrix product, whose
        /// sums depend on the rows.
        private func offered(_ step: Step) throws(EngineError) -> [Algorithm] {
            var step = step
            step.algorithm = .direct
            let request = KernelRequest(
                step: step, rows: 1, threads: 1, constants: ConstantStore([step], of: self))
            guard let kernel = try request.makeKernel() as? PrimitiveKernel,
                let names = try? kernel.primitive.offeredImplementations()
            else { return [] }
            return names.dropFirst().filter { !$0.hasPrefix("ref") && !$0.contains("gemm") }
                .map { .library(implementation: $0) }
        }
    #endif

    /// What a step's speed depends on, in words.
    func layerDescription(of step: Step) -> String {
        let inputs = step.inputs.map { "\($0.type)" }.joined(separator: ", ")
        let place = step.overwrittenInput.map { " over input \($0)" } ?? ""
        return "\(step.operation) of \(inputs)\(place)"
    }
}
