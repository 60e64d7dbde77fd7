import Serving
import Tensors

/// Gathers the tensors of a request by name and checks them against the model's signature.
struct InputSet {
    private let signature: ModelSignature
    private var tensors: [Tensor?]

    init(for signature: ModelSignature) {
        self.signature = signature
        tensors = [Tensor?](repeating: nil, count: signature.inputs.count)
    }

    /// Where the input of that name stands in the signature.
    func index(of name: String) throws(RequestError) -> Int {
        guard let index = signature.inputs.firstIndex(where: { $0.name == name }) else {
            throw .unknownInput(name, known: signature.inputs.map(\.name))
        }
        return index
    }

    /// Takes the tensor of the input at `index`; its element type is the signature's.
    mutating func set(_ tensor: Tensor, at index: Int) throws(RequestError) {
        try signature.inputs[index].check(tensor.shape.dimensions)
        tensors[index] = tensor
    }

    /// Takes the tensor that a reader read.
    mutating func set(_ reader: TensorReader, at index: Int) throws(RequestError) {
        // Checked before the shape is made, whose extents then have a product that fits.
        try signature.inputs[index].check(reader.shape)
        tensors[index] = reader.takeTensor(shape: Shape(reader.shape))
    }

    /// The tensors in the order of the signature.
    func complete() throws(RequestError) -> [Tensor] {
        var complete: [Tensor] = []
        for (input, tensor) in zip(signature.inputs, tensors) {
            guard let tensor else { throw .missingInput(input.name) }
            complete.append(tensor)
        }
        guard Set(complete.map(\.rowCount)).count <= 1 else {
            let counts = zip(signature.inputs, complete).map { ($0.name, $1.rowCount) }
            throw .rowCounts(Dictionary(counts) { first, _ in first })
        }
        return complete
    }
}

extension TensorSignature {
    /// Throws unless a tensor of this shape, with at least one row, is accepted.
    func check(_ shape: [Int]) throws(RequestError) {
        if shape.first == 0 { throw .noRows(input: name) }
        let fits =
            shape.count == dimensions.count
            && zip(dimensions, shape).allSatisfy { $0 == nil || $0 == $1 }
        guard fits else { throw .shape(input: name, expected: dimensions, given: shape) }
    }

    /// The extents of a row where all are known and their product fits.
    private var knownRow: [Int]? {
        let row = dimensions.dropFirst().compactMap(\.self)
        guard row.count + 1 == dimensions.count, Shape.elementCountIfValid(row) != nil else {
            return nil
        }
        return row
    }

    /// A reader for this input's elements.
    ///
    /// - Parameters:
    ///   - path: The value in messages, such as `inputs.images`.
    ///   - rowSuffix: What follows the row's index in messages.
    func reader(path: String, rowSuffix: String = "") -> TensorReader {
        TensorReader(
            path: path, rowSuffix: rowSuffix, elementType: elementType,
            expectedCount: Shape.elementCountIfValid(dimensions.map { $0 ?? 1 }) ?? 0,
            row: knownRow)
    }
}
