import Tensors

extension LoadedModel {
    /// Computes the outputs of any number of rows on the calling thread, batch by batch.
    ///
    /// - Parameters:
    ///   - inputs: One tensor for each input, in the signature's order, all with the same number of
    ///     rows, at least 1. Numbers of another type are converted.
    ///   - progress: Called after each batch with the number of rows done.
    /// - Returns: One tensor for each output, with as many rows.
    /// - Throws: `ServingError.unfitInput` where a tensor is not what the input takes, or what the
    ///   engine throws.
    public func predict(
        _ inputs: [Tensor], maxBatchSize: Int, progress: (Int) -> Void = { _ in }
    ) throws -> [Tensor] {
        precondition(maxBatchSize >= 1)
        let inputs = try fitting(inputs)
        let rowCount = inputs.first?.rowCount ?? 0
        var runner = try makeRunner()
        var parts: [[Tensor]] = signature.outputs.map { _ in [] }
        for start in stride(from: 0, to: rowCount, by: maxBatchSize) {
            let rows = start..<min(start + maxBatchSize, rowCount)
            let outputs = try runner.run(inputs.map { $0.rows(rows) }, threads: .max)
            try signature.checkOutputs(outputs, rows: rows.count)
            for (index, output) in outputs.enumerated() { parts[index].append(output) }
            progress(rows.upperBound)
        }
        return parts.map(Tensor.joiningRows)
    }

    /// The inputs in the types the model takes.
    private func fitting(_ tensors: [Tensor]) throws -> [Tensor] {
        guard tensors.count == signature.inputs.count else {
            throw ServingError.inputCount(expected: signature.inputs.count, given: tensors.count)
        }
        var fitting: [Tensor] = []
        for (tensor, input) in zip(tensors, signature.inputs) {
            let converted = try tensor.converted(to: input.elementType)
            guard input.admits(converted), converted.rowCount > 0,
                converted.rowCount == tensors[0].rowCount
            else {
                throw ServingError.unfitInput(
                    name: input.name, expected: input.typeDescription,
                    given: "\(tensor.elementType)\(tensor.shape)")
            }
            fitting.append(converted)
        }
        return fitting
    }
}
