import Graph
import Tensors

/// A kernel and, over its result, a function that it could not take up.
struct ActivatedKernel: Kernel {
    private let kernel: any Kernel
    private let function: Unary
    private let shape: Shape
    private let elementType: ElementType

    init(_ kernel: any Kernel, _ function: Unary, _ request: KernelRequest) {
        self.kernel = kernel
        self.function = function
        shape = request.resultShape
        elementType = request.step.result.type.elementType
    }

    var keepsBitsInParts: Bool { kernel.keepsBitsInParts }
    var scratchByteCount: Int { kernel.scratchByteCount }
    var implementation: String { "\(kernel.implementation), swift reference" }

    func makeBound(_ environment: KernelEnvironment) throws(EngineError) -> any BoundKernel {
        let result = Destination(
            address: environment.scratch, shape: shape, elementType: elementType)
        return BoundActivatedKernel(try kernel.makeBound(environment), function, result)
    }
}

private final class BoundActivatedKernel: BoundKernel {
    private let kernel: any BoundKernel
    private let function: Unary
    private var result: Destination

    init(_ kernel: any BoundKernel, _ function: Unary, _ result: Destination) {
        self.kernel = kernel
        self.function = function
        self.result = result
    }

    func bind(_ argument: KernelArgument, to address: UnsafeMutableRawPointer) {
        kernel.bind(argument, to: address)
        if argument == .result {
            result = Destination(
                address: address, shape: result.shape, elementType: result.elementType)
        }
    }

    func reads(_ argument: KernelArgument) -> Bool { kernel.reads(argument) }

    func run() throws(EngineError) {
        try kernel.run()
        try ReferenceKernels.compute(.unary(function), [result.operand], into: result)
    }
}
