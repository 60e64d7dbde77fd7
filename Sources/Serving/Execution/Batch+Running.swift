import Batching
import Tensors

extension Batch where Task == PendingPrediction {
    /// Runs all rows and gives each prediction its own; a failure is every prediction's answer.
    func run(
        on runner: inout any BatchRunner, of model: LoadedModel, noting metrics: ModelMetrics
    ) {
        let start = metrics.now()
        metrics.noteStart(of: self, at: start)
        defer { metrics.noteEnd(ofBatchFrom: start) }
        for group in joinableSlices {
            do {
                try Self.run(
                    group, on: &runner, of: model, threads: processors, noting: metrics)
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
        of model: LoadedModel, threads: Int, noting metrics: ModelMetrics
    ) throws {
        let rowCount = slices.reduce(0) { $0 + $1.rows.count }
        let inputCount = slices.first?.task.inputs.count ?? 0
        let inputs = (0..<inputCount).map { index in
            Tensor.joiningRows(slices.map { $0.task.rows($0.rows, ofInput: index) })
        }
        let start = metrics.now()
        let outputs = try model.run(inputs, rows: rowCount, threads: threads, on: &runner)
        let computing = start.duration(to: metrics.now())
        metrics.computing.observe(computing)
        var offset = 0
        for slice in slices {
            let rows = offset..<offset + slice.rows.count
            offset = rows.upperBound
            slice.task.times?.computed(computing)
            slice.task.complete(
                slice.rows,
                with: slices.count == 1 ? outputs : outputs.map { $0.rows(rows) })
        }
    }
}

extension LoadedModel {
    /// Runs rows by the plans that there are, and checks what comes out.
    fileprivate func run(
        _ inputs: [Tensor], rows: Int, threads: Int, on runner: inout any BatchRunner
    ) throws -> [Tensor] {
        let plans =
            plannedSizes?.plans(forRows: rows, threads: threads)
            ?? [PlannedSizes.Plan(batchSize: rows, threads: threads)]
        var parts: [[Tensor]] = signature.outputs.map { _ in [] }
        var start = 0
        for plan in plans {
            let range = start..<start + plan.batchSize
            let piece = plans.count == 1 ? inputs : inputs.map { $0.rows(range) }
            let outputs = try runner.run(piece, threads: plan.threads)
            try signature.checkOutputs(outputs, rows: plan.batchSize)
            if plans.count == 1 { return outputs }
            for (index, output) in outputs.enumerated() { parts[index].append(output) }
            start = range.upperBound
        }
        return parts.map(Tensor.joiningRows)
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
