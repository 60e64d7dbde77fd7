import Graph
import Tensors

/// A step that the reference kernel of its operation runs.
struct ReferenceKernel: Kernel {
    let node: String
    let operation: Operation
    let inputs: [(shape: Shape, elementType: ElementType)]
    let result: (shape: Shape, elementType: ElementType)
    let residual: Residual

    /// What becomes of a residual that the result overwrites: the reference would lose it.
    enum Residual { case none, kept(index: Int, byteCount: Int) }

    init(_ request: KernelRequest) {
        let step = request.step
        node = step.name
        operation = step.operation
        inputs = zip(request.inputShapes, step.inputs).map { ($0, $1.type.elementType) }
        result = (request.resultShape, step.result.type.elementType)
        if let index = step.operation.epilogue?.residualIndex, request.overwrites(index) {
            residual = .kept(
                index: index,
                byteCount: request.resultShape.elementCount
                    * step.result.type.elementType.byteCount)
        } else {
            residual = .none
        }
    }

    var scratchByteCount: Int {
        if case .kept(_, let byteCount) = residual { byteCount } else { 0 }
    }
    var implementation: String { "swift reference" }

    func makeBound(_ environment: KernelEnvironment) -> any BoundKernel {
        BoundReferenceKernel(self, scratch: environment.scratch)
    }
}

private final class BoundReferenceKernel: BoundKernel {
    private let kernel: ReferenceKernel
    private let scratch: UnsafeMutableRawPointer
    private var operands: [Operand]
    private var result: Destination

    init(_ kernel: ReferenceKernel, scratch: UnsafeMutableRawPointer) {
        self.kernel = kernel
        self.scratch = scratch
        // A residual that the result overwrites stays bound to the scratch memory it is saved in.
        operands = kernel.inputs.map {
            Operand(address: scratch, shape: $0.shape, elementType: $0.elementType)
        }
        result = Destination(
            address: scratch, shape: kernel.result.shape, elementType: kernel.result.elementType)
    }

    func bind(_ argument: KernelArgument, to address: UnsafeMutableRawPointer) {
        switch argument {
        case .input(let index):
            if case .kept(let kept, _) = kernel.residual, kept == index { return }
            let (shape, elementType) = kernel.inputs[index]
            operands[index] = Operand(address: address, shape: shape, elementType: elementType)
        case .result:
            let (shape, elementType) = kernel.result
            result = Destination(address: address, shape: shape, elementType: elementType)
        }
    }

    func reads(_ argument: KernelArgument) -> Bool { true }

    func run() throws(EngineError) {
        if case .kept(_, let byteCount) = kernel.residual {
            scratch.copyMemory(from: result.address, byteCount: byteCount)
        }
        do {
            try ReferenceKernels.compute(kernel.operation, operands, into: result)
        } catch {
            throw error.at(node: kernel.node)
        }
    }
}

extension Operation {
    /// What a convolution or matrix product does to its sums; nil for other operations.
    var epilogue: Epilogue? {
        switch self {
        case .convolution(let payload): payload.epilogue
        case .depthwiseConvolution(let payload): payload.epilogue
        case .matrixProduct(let payload): payload.epilogue
        default: nil
        }
    }
}
