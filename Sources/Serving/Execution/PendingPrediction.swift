import Batching
import Synchronization
import Tensors

/// A prediction on its way through the queue, with what has been computed of it.
///
/// Answers its prediction exactly once, whichever comes first: its last rows, a failure or a drop.
final class PendingPrediction: BatchTask {
    let inputs: [Tensor]
    let size: Int
    let deadline: ContinuousClock.Instant?
    let priority: Priority

    private struct Parts {
        var missingRows: Int
        var done: [(rows: Range<Int>, outputs: [Tensor])] = []
    }

    private let prediction: Prediction
    private let answered = Atomic<Bool>(false)
    private let parts: Mutex<Parts>

    init(_ prediction: Prediction, size: Int) {
        self.prediction = prediction
        self.size = size
        inputs = prediction.inputs
        deadline = prediction.deadline
        priority = prediction.priority
        parts = Mutex(Parts(missingRows: size))
    }

    /// Where executors write how long it took.
    var times: PredictionTimes? { prediction.times }

    /// Also true once answered, so that the rest of a large prediction that failed does not run.
    var isAbandoned: Bool { answered.load(ordering: .acquiring) || prediction.isAbandoned() }

    /// Takes the outputs of some rows, and answers if they were the last that were missing.
    func complete(_ rows: Range<Int>, with outputs: [Tensor]) {
        if rows.count == size { return answer(.success(outputs)) }
        let done = parts.withLock { parts -> [(rows: Range<Int>, outputs: [Tensor])]? in
            parts.done.append((rows, outputs))
            parts.missingRows -= rows.count
            guard parts.missingRows == 0 else { return nil }
            defer { parts.done = [] }
            return parts.done.sorted { $0.rows.lowerBound < $1.rows.lowerBound }
        }
        guard let done else { return }
        answer(
            .success(
                outputs.indices.map { index in
                    Tensor.joiningRows(done.map { $0.outputs[index] })
                }))
    }

    /// Answers, unless that has been done.
    func answer(_ result: Result<[Tensor], PredictionError>) {
        guard !answered.exchange(true, ordering: .acquiringAndReleasing) else { return }
        prediction.completion(result)
    }

    /// Answers a prediction whose rows left the queue without running.
    func drop(_ reason: DropReason) {
        switch reason {
        case .expired: answer(.failure(.deadlineExceeded))
        case .abandoned: answer(.failure(.abandoned))
        case .displaced: answer(.failure(.displaced))
        }
    }
}
