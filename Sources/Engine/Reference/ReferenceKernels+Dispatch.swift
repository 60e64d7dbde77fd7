import Graph
import Tensors

extension ReferenceKernels {
    /// Computes an operation from operands that it is known to take.
    ///
    /// - Throws: `EngineError.divisionByZero`.
    static func compute(
        _ operation: Operation, _ inputs: [Operand], into result: Destination
    ) throws(EngineError) {
        guard result.shape.elementCount > 0 else { return }
        if !operation.onlyMovesElements,
            inputs.contains(where: { HalfPrecision.includes($0.elementType) })
                || HalfPrecision.includes(result.elementType)
        {
            return try computeWidened(operation, inputs, into: result)
        }
        switch operation {
        case .input, .reshape: copy(inputs[0], into: result)
        case .constant(let tensor):
            tensor.withUnsafeBytes { bytes in
                UnsafeMutableRawBufferPointer(start: result.address, count: result.byteCount)
                    .copyMemory(from: bytes)
            }
        case .convolution(let convolution):
            self.convolution(convolution, inputs[0], inputs[1], into: result)
            apply(convolution.epilogue, inputs, to: result)
        case .depthwiseConvolution(let convolution):
            depthwiseConvolution(convolution, inputs[0], inputs[1], into: result)
            apply(convolution.epilogue, inputs, to: result)
        case .matrixProduct(let product):
            matrixProduct(product, inputs[0], inputs[1], into: result)
            apply(product.epilogue, inputs, to: result)
        case .batchNormalization(let normalization):
            batchNormalization(normalization, inputs, into: result)
        case .channelAffine(let affine): channelAffine(affine, inputs, into: result)
        case .pooling(let pooling): self.pooling(pooling, inputs[0], into: result)
        case .unary(let function): unary(function, inputs[0], into: result)
        case .binary(let function): try binary(function, inputs[0], inputs[1], into: result)
        case .softmax(let softmax): self.softmax(softmax, inputs[0], into: result)
        case .reduction(let reduction): self.reduction(reduction, inputs[0], into: result)
        case .transposition(let transposition):
            self.transposition(transposition, inputs[0], into: result)
        case .concatenation(let concatenation):
            self.concatenation(concatenation, inputs, into: result)
        case .padding(let padding): self.padding(padding, inputs[0], into: result)
        case .slice(let slice): self.slice(slice, inputs[0], into: result)
        case .selection: selection(inputs, into: result)
        case .cast: cast(inputs[0], into: result)
        case .argMax(let argMax): self.argMax(argMax, inputs[0], into: result)
        }
    }

    private static func copy(_ operand: Operand, into result: Destination) {
        result.address.copyMemory(from: operand.address, byteCount: result.byteCount)
    }

    /// Computes in `float32` what is given or asked for in half precision.
    private static func computeWidened(
        _ operation: Operation, _ inputs: [Operand], into result: Destination
    ) throws(EngineError) {
        var buffers: [UnsafeMutablePointer<Float>] = []
        defer { for buffer in buffers { buffer.deallocate() } }
        func buffer(for shape: Shape) -> UnsafeMutablePointer<Float> {
            let buffer = UnsafeMutablePointer<Float>.allocate(capacity: max(shape.elementCount, 1))
            buffers.append(buffer)
            return buffer
        }
        let widened = inputs.map { input in
            guard HalfPrecision.includes(input.elementType) else { return input }
            let values = buffer(for: input.shape)
            HalfPrecision.widen(input, to: values)
            return Operand(
                address: UnsafeRawPointer(values), shape: input.shape, elementType: .float32)
        }
        guard HalfPrecision.includes(result.elementType) else {
            return try compute(operation, widened, into: result)
        }
        let values = buffer(for: result.shape)
        let wide = Destination(
            address: UnsafeMutableRawPointer(values), shape: result.shape, elementType: .float32)
        try compute(operation, widened, into: wide)
        HalfPrecision.narrow(values, to: result)
    }
}

extension Operation {
    /// Whether the result holds elements of the inputs (or a filler) as they are.
    var onlyMovesElements: Bool {
        switch self {
        case .input, .constant, .reshape, .transposition, .concatenation, .padding, .slice,
            .selection:
            true
        case .convolution, .depthwiseConvolution, .matrixProduct, .batchNormalization,
            .channelAffine, .pooling, .unary, .binary, .softmax, .reduction, .cast, .argMax:
            false
        }
    }
}
