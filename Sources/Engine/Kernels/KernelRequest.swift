import Graph
import Tensors

/// What a kernel is made for: a step with the shapes of one batch size.
struct KernelRequest {
    var step: LoweredGraph.Step
    let inputShapes: [Shape]
    let resultShape: Shape
    let constants: ConstantStore
    /// How many threads will run it.
    let threads: Int

    init(step: LoweredGraph.Step, rows: Int, threads: Int, constants: ConstantStore) {
        self.threads = threads
        self.step = step
        inputShapes = step.inputs.map { $0.type.shape(batchSize: rows) }
        resultShape = step.result.type.shape(batchSize: rows)
        self.constants = constants
    }

    /// The fastest kernel there is for the step.
    func makeKernel() throws(EngineError) -> any Kernel {
        guard resultShape.elementCount > 0 else { return ReferenceKernel(self) }
        #if OneDNN
            if isNarrowed { return try makeNarrowKernel() }
        #endif
        if let kernel = makeCopyKernel() { return kernel }
        if step.isSinglePrecision {
            if let kernel = makeVectorKernel() { return kernel }
            #if OneDNN
                if let kernel = try makeOneDNNKernel() { return kernel }
            #endif
            if let kernel = makeSwiftKernel() { return kernel }
        }
        return ReferenceKernel(self)
    }

    /// Whether an input is known when the model is loaded.
    func isConstant(_ input: Int) -> Bool { constants.isConstant(step.inputs[input].buffer) }

    /// Whether the result is written over the input.
    func overwrites(_ input: Int?) -> Bool { input != nil && step.overwrittenInput == input }
}
