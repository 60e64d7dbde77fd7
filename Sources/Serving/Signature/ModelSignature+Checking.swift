import Tensors

extension TensorSignature {
    /// Whether the tensor has this type and these extents, any where none is given.
    func admits(_ tensor: Tensor) -> Bool {
        tensor.elementType == elementType && tensor.shape.rank == dimensions.count
            && zip(tensor.shape.dimensions, dimensions).allSatisfy { $1 == nil || $0 == $1 }
    }

    /// The element type and the extents, `N` where any is accepted, such as `float32[N, 8, 8, 1]`.
    var typeDescription: String {
        "\(elementType)["
            + dimensions.map { $0.map(String.init) ?? "N" }.joined(separator: ", ") + "]"
    }

    /// Whether the outermost dimension is the batch.
    var isBatched: Bool { dimensions.first.map { $0 == nil } ?? false }
}

extension ModelSignature {
    /// Checks that the rows of several requests can share each input and output.
    func checkBatching() throws(ServingError) {
        try Self.checkBatching(of: inputs, role: .input)
        try Self.checkBatching(of: outputs, role: .output)
    }

    private static func checkBatching(
        of tensors: [TensorSignature], role: ServingError.Role
    ) throws(ServingError) {
        guard !tensors.isEmpty else { throw .nothing(role) }
        if let tensor = tensors.first(where: { !$0.isBatched }) {
            throw .notBatched(role, name: tensor.name, type: tensor.typeDescription)
        }
    }

    /// The number of rows of a request's tensors.
    ///
    /// - Throws: `PredictionError.failed` where they do not fit the inputs. Routes check requests and
    ///   answer in their own words; this keeps what they let pass from harming the engine.
    func rowCount(of tensors: [Tensor]) throws(PredictionError) -> Int {
        guard tensors.count == inputs.count, let first = tensors.first else {
            throw .failed("\(tensors.count) tensors for \(inputs.count) inputs")
        }
        for (tensor, input) in zip(tensors, inputs) where !input.admits(tensor) {
            throw .failed(
                "input '\(input.name)' takes \(input.typeDescription), "
                    + "not \(tensor.elementType)\(tensor.shape)")
        }
        guard first.rowCount > 0, tensors.allSatisfy({ $0.rowCount == first.rowCount }) else {
            throw .failed("inputs of \(tensors.map(\.rowCount)) rows")
        }
        return first.rowCount
    }

    /// Checks that the engine gave each output, with as many rows as it was given.
    func checkOutputs(_ tensors: [Tensor], rows: Int) throws(ServingError) {
        guard tensors.count == outputs.count else {
            throw .outputCountChanged(expected: outputs.count, given: tensors.count)
        }
        for tensor in tensors where tensor.shape.rank == 0 || tensor.rowCount != rows {
            throw .rowCountChanged(rows: rows, shape: tensor.shape)
        }
    }
}
