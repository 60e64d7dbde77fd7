import Serving
import Tensors

/// The forms that hold one tensor and no names: `.npy` and raw elements.
enum BinaryForms {
    /// Reads a `.npy` file; elements of another type are converted where none is lost.
    static func readNpy(
        _ body: [UInt8], signature: ModelSignature
    ) throws(RequestError) -> PredictionRequest {
        let input = try onlyInput(of: signature, form: "a .npy file")
        let tensor: Tensor
        do throws(NpyError) { tensor = try Tensor(npy: body) } catch { throw .npy(error) }
        var inputs = InputSet(for: signature)
        // The shape first: there may be far more elements than the model takes.
        try input.check(tensor.shape.dimensions)
        try inputs.set(try converted(tensor, for: input), at: 0)
        return PredictionRequest(inputs: try inputs.complete(), form: .npy)
    }

    private static func converted(
        _ tensor: Tensor, for input: TensorSignature
    ) throws(RequestError) -> Tensor {
        do throws(TensorConversionError) {
            return try tensor.converted(to: input.elementType)
        } catch .notConvertible(let from, let to) {
            throw .elementType(input: input.name, expected: "\(to)", given: "\(from)")
        } catch {
            throw .conversion(input: input.name, error)
        }
    }

    /// Reads the elements of whole rows, little-endian and row-major.
    static func readElements(
        _ body: [UInt8], signature: ModelSignature
    ) throws(RequestError) -> PredictionRequest {
        let input = try onlyInput(of: signature, form: "a body of raw elements")
        let row = input.dimensions.dropFirst().compactMap(\.self)
        guard row.count + 1 == input.dimensions.count,
            let count = Shape.elementCountIfValid(row), count > 0
        else { throw .openRows(input: input.name, expected: input.dimensions) }
        let rowBytes = count * input.elementType.byteCount
        guard !body.isEmpty else { throw .noRows(input: input.name) }
        guard body.count.isMultiple(of: rowBytes) else {
            throw .partialRow(
                bytes: body.count, rowBytes: rowBytes, row: "\(input.elementType) \(row)")
        }
        let shape = Shape([body.count / rowBytes] + row)
        let tensor = Tensor(shape: shape, elementType: input.elementType) { bytes in
            body.withUnsafeBytes { bytes.copyMemory(from: $0) }
            if input.elementType == .bool {
                for index in bytes.indices where bytes[index] > 1 { bytes[index] = 1 }
            }
        }
        var inputs = InputSet(for: signature)
        try inputs.set(tensor, at: 0)
        return PredictionRequest(inputs: try inputs.complete(), form: .elements)
    }

    private static func onlyInput(
        of signature: ModelSignature, form: String
    ) throws(RequestError) -> TensorSignature {
        guard let input = signature.inputs.first, signature.inputs.count == 1 else {
            throw .severalInputs(form: form, names: signature.inputs.map(\.name))
        }
        return input
    }
}
