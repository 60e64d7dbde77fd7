import Batching
import Tensors

extension Batch where Task == PendingPrediction {
    /// Runs all rows and gives each prediction its own; a failure is every prediction's answer.
    func run(on runner: inout any BatchRunner, giving signature: ModelSignature) {
        for group in joinableSlices {
            do {
                try Self.run(group, on: &runner, giving: signature)
            } catch {
                let failure = PredictionError.failed(String(describing: error))
                for slice in group { slice.task.answer(.failure(failure)) }
            }
        }
    }

    /// The slices in order, parted wherever the shape of a row changes: almost always one group.
    private var joinableSlices: [ArraySlice<Slice>] {
        var groups: [ArraySlice<Slice>] = []
        var start = 0
        for index in slices.indices.dropFirst()
        where !slices[index].task.hasRowsLike(slices[start].task) {
            groups.append(slices[start..<index])
            start = index
        }
        groups.append(slices[start...])
        return groups
    }

    private static func run(
        _ slices: ArraySlice<Slice>, on runner: inout any BatchRunner,
        giving signature: ModelSignature
    ) throws {
        let rowCount = slices.reduce(0) { $0 + $1.rows.count }
        let inputCount = slices.first?.task.inputs.count ?? 0
        let inputs = (0..<inputCount).map { index in
            Tensor.joiningRows(slices.map { $0.task.rows($0.rows, ofInput: index) })
        }
        let outputs = try runner.run(inputs)
        try signature.checkOutputs(outputs, rows: rowCount)
        var offset = 0
        for slice in slices {
            let rows = offset..<offset + slice.rows.count
            offset = rows.upperBound
            slice.task.complete(
                slice.rows,
                with: slices.count == 1 ? outputs : outputs.map { $0.rows(rows) })
        }
    }
}

extension PendingPrediction {
    fileprivate func rows(_ rows: Range<Int>, ofInput index: Int) -> Tensor {
        rows.count == size ? inputs[index] : inputs[index].rows(rows)
    }

    fileprivate func hasRowsLike(_ other: PendingPrediction) -> Bool {
        zip(inputs, other.inputs).allSatisfy { mine, theirs in
            mine.elementType == theirs.elementType
                && mine.shape.dimensions.dropFirst() == theirs.shape.dimensions.dropFirst()
        }
    }
}
