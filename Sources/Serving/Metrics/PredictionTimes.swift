import Metrics
import Synchronization

/// How long a prediction waited and was computed, for the one who asked to read once it is answered.
///
/// Written by executors before the prediction's completion is called.
public final class PredictionTimes: Sendable {
    private let waitedNanoseconds = Atomic<Int>(0)
    private let computedNanoseconds = Atomic<Int>(0)

    /// Makes times of zero.
    public init() {}

    /// From its submission until an executor took its first rows.
    public var queue: Duration { .nanoseconds(waitedNanoseconds.load(ordering: .relaxed)) }

    /// What the batches with its rows took to compute, one after another.
    public var compute: Duration { .nanoseconds(computedNanoseconds.load(ordering: .relaxed)) }

    func waited(_ duration: Duration) {
        waitedNanoseconds.store(duration.nanoseconds, ordering: .relaxed)
    }

    func computed(_ duration: Duration) {
        computedNanoseconds.wrappingAdd(duration.nanoseconds, ordering: .relaxed)
    }
}
