import Tensors
import Testing

@testable import Engine

/// What a kernel gives for inputs, its working memory full of numbers that spoil every result.
func computed(_ kernel: some Kernel, _ inputs: [Tensor], result shape: Shape) throws -> Tensor {
    let executor = try ExecutorMemory.OfThread()
    executor.reserve(arena: 0, scratch: kernel.scratchByteCount)
    executor.fill(with: 0xff)
    let bound = try kernel.makeBound(executor.environment)
    let copies = inputs.map { input in
        let memory = AlignedMemory(byteCount: input.byteCount)
        input.withUnsafeBytes { memory.bytes.copyMemory(from: $0) }
        return memory
    }
    for (index, memory) in copies.enumerated() where bound.reads(.input(index)) {
        bound.bind(.input(index), to: memory.address)
    }
    return try withExtendedLifetime(copies) {
        try Tensor(shape: shape, elementType: .float32) { bytes throws in
            bound.bind(.result, to: try #require(bytes.baseAddress))
            try bound.run()
        }
    }
}
