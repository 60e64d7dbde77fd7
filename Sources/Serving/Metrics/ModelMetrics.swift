import Batching
import Metrics

/// What is counted of a model's queue and executors.
///
/// Counted on the executors' threads, once a batch or once a prediction, and read on any thread.
final class ModelMetrics: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// The clock by which waiting and running are measured.
    let now: @Sendable () -> Instant
    /// How long predictions waited for an executor.
    let waits = Histogram(bounds: Histogram.requestBounds)
    /// The rows of batches.
    let rows: Histogram
    /// How long the model computed a batch.
    let computing = Histogram(bounds: Histogram.requestBounds)
    /// Batches by why they were let go.
    let releases = CounterSet(Batch<PendingPrediction>.Release.allCases.map(\.label))
    /// Nanoseconds that executors spent on batches, answers included.
    let busyNanoseconds = Counter()
    /// Predictions that left the queue without running, by why.
    let drops = CounterSet(["abandoned", "displaced", "expired"])

    init(maxBatchSize: Int, now: @escaping @Sendable () -> Instant) {
        self.now = now
        let doublings = sequence(first: 1) { $0 * 2 < maxBatchSize ? $0 * 2 : nil }
        rows = Histogram(bounds: maxBatchSize > 1 ? doublings + [maxBatchSize] : [1])
    }

    /// Takes down that an executor begins with a batch.
    func noteStart(of batch: Batch<PendingPrediction>, at instant: Instant) {
        rows.observe(batch.rowCount)
        releases[batch.release.label].add()
        // Of a prediction cut into several batches only the first waited.
        for slice in batch.slices where slice.rows.lowerBound == 0 {
            let wait = slice.submitted.duration(to: instant)
            waits.observe(wait)
            slice.task.times?.waited(wait)
        }
    }

    /// Takes down that an executor is done with a batch.
    func noteEnd(ofBatchFrom start: Instant) {
        busyNanoseconds.add(start.duration(to: now()).nanoseconds)
    }
}

extension Batch.Release {
    /// The name in metrics: the case's, with underscores.
    var label: String {
        rawValue.reduce(into: "") { label, character in
            label += character.isUppercase ? "_\(character.lowercased())" : String(character)
        }
    }
}

extension DropReason {
    /// The name in metrics.
    var label: String {
        switch self {
        case .expired: "expired"
        case .displaced: "displaced"
        case .abandoned: "abandoned"
        }
    }
}
