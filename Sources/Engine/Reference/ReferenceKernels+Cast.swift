import Graph
import Tensors

extension ReferenceKernels {
    /// Converts as C does, and says what happens where C leaves the result open.
    ///
    /// Fractions are cut; a number outside of an integer type becomes the nearest in it, and
    /// not-a-number 0. Takes no half-precision numbers.
    static func cast(_ operand: Operand, into result: Destination) {
        switch (operand.elementType, result.elementType) {
        case (let source, let target) where source == target:
            result.address.copyMemory(from: operand.address, byteCount: operand.byteCount)
        case (.bool, _): castFromBool(operand, into: result)
        case (_, .bool):
            NonZeroKernel(operand: operand, result: result).run(for: operand.elementType)
        default: CastKernel(operand: operand, result: result).run(for: operand.elementType)
        }
    }

    /// A boolean is stored as 0 or 1.
    private static func castFromBool(_ operand: Operand, into result: Destination) {
        let bytes = Operand(address: operand.address, shape: operand.shape, elementType: .uint8)
        if result.elementType == .uint8 {
            result.address.copyMemory(from: operand.address, byteCount: operand.byteCount)
        } else {
            CastKernel(operand: bytes, result: result).run(UInt8.self)
        }
    }
}

private struct NonZeroKernel: NumberKernel {
    let operand: Operand
    let result: Destination

    func run<Element: Number>(_: Element.Type) {
        let (source, output) = (operand.elements(Element.self), result.elements(Bool.self))
        for index in 0..<result.shape.elementCount { output[index] = source[index] != .zero }
    }
}

/// The kernel for a source type; chooses one for the target type.
private struct CastKernel: NumberKernel {
    let operand: Operand
    let result: Destination

    func run<Source: Number>(_: Source.Type) {
        CastFrom<Source>(operand: operand, result: result).run(for: result.elementType)
    }
}

private struct CastFrom<Source: Number>: NumberKernel {
    let operand: Operand
    let result: Destination

    func run<Target: Number>(_: Target.Type) {
        let (source, output) = (operand.elements(Source.self), result.elements(Target.self))
        for index in 0..<result.shape.elementCount { output[index] = source[index].cast() }
    }
}
