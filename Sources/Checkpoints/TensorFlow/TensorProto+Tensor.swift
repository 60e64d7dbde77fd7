import Foundation
import Tensors
import Wire

extension TFTensorProto {
    /// The tensor that the message describes.
    ///
    /// `tensor_content` gives all elements; a typed list may be shorter than the tensor, and its last
    /// value then stands for all that follow, or zero if it is empty.
    /// Source: tensorflow/core/framework/tensor.cc, `Tensor::FromProto`.
    /// - Throws: `CheckpointError.malformedTensor` if the type is not one of plain numbers, the shape
    ///   is not fully known, the values don't fit it, or the tensor would exceed 2 GiB, the most that
    ///   a TensorFlow constant can have.
    public func tensor() throws(CheckpointError) -> Tensor {
        guard let elementType = dtype.elementType else {
            throw .malformedTensor(reason: "type \(dtype.name) holds no plain numbers")
        }
        guard let shape = tensorShape.knownShape else {
            throw .malformedTensor(reason: "its shape is not fully known")
        }
        let (byteCount, overflow) = shape.elementCount.multipliedReportingOverflow(
            by: elementType.byteCount)
        guard !overflow, byteCount <= Self.byteLimit else {
            throw .malformedTensor(reason: "\(shape) of \(elementType) exceeds 2 GiB")
        }
        if !tensorContent.isEmpty {
            return try fromContent(shape: shape, elementType: elementType, byteCount: byteCount)
        }
        return switch elementType {
        case .float32: try filled(shape, elementType, from: floatVal) { $0 }
        case .float64: try filled(shape, elementType, from: doubleVal) { $0 }
        case .int64: try filled(shape, elementType, from: int64Val) { $0 }
        case .uint64: try filled(shape, elementType, from: uint64Val) { $0 }
        case .uint32: try filled(shape, elementType, from: uint32Val) { $0 }
        case .bool: try filled(shape, elementType, from: boolVal) { $0 }
        case .int32: try filled(shape, elementType, from: intVal) { $0 }
        case .int16: try filled(shape, elementType, from: intVal, Int16.init(truncatingIfNeeded:))
        case .int8: try filled(shape, elementType, from: intVal, Int8.init(truncatingIfNeeded:))
        case .uint16: try filled(shape, elementType, from: intVal, UInt16.init(truncatingIfNeeded:))
        case .uint8: try filled(shape, elementType, from: intVal, UInt8.init(truncatingIfNeeded:))
        case .float16, .bfloat16:
            try filled(shape, elementType, from: halfVal, UInt16.init(truncatingIfNeeded:))
        }
    }

    private static let byteLimit = 1 << 31

    private func fromContent(
        shape: Shape, elementType: ElementType, byteCount: Int
    ) throws(CheckpointError) -> Tensor {
        guard tensorContent.count == byteCount else {
            throw .malformedTensor(
                reason: "\(shape) of \(elementType) takes \(byteCount) bytes, "
                    + "\(tensorContent.count) are given")
        }
        return Tensor(shape: shape, elementType: elementType) { bytes in
            tensorContent.copyBytes(to: bytes)
            if elementType == .bool { normalizeBooleans(bytes) }
        }
    }

    /// Writes the values with `convert` applied, and the last of them for all that lack; `Stored` has
    /// the bits of one element.
    private func filled<Value, Stored: BitwiseCopyable>(
        _ shape: Shape, _ elementType: ElementType, from values: [Value],
        _ convert: (Value) -> Stored
    ) throws(CheckpointError) -> Tensor {
        guard values.count <= shape.elementCount else {
            throw .malformedTensor(
                reason: "\(shape) has \(shape.elementCount) elements, \(values.count) are given")
        }
        return Tensor(shape: shape, elementType: elementType) { bytes in
            guard let last = values.last else {
                bytes.initializeMemory(as: UInt8.self, repeating: 0)
                return
            }
            let elements = bytes.bindMemory(to: Stored.self)
            for (index, value) in values.enumerated() { elements[index] = convert(value) }
            elements[values.count...].update(repeating: convert(last))
        }
    }
}

/// Makes every byte a valid `Bool`: whatever is not zero is true.
func normalizeBooleans(_ bytes: UnsafeMutableRawBufferPointer) {
    for index in bytes.indices where bytes[index] > 1 { bytes[index] = 1 }
}
