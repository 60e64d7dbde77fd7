import Batching
import Dispatch

extension BatchQueue {
    /// Deadlines this close to each other are answered together.
    private static var leeway: DispatchTimeInterval { .milliseconds(1) }

    /// Sweeps at the instant or just after it, unless the queue is gone by then.
    func sweepLater(at instant: ContinuousClock.Instant) {
        let wait = ContinuousClock.now.duration(to: instant)
        // A wait too long for a timer may end early: the queue asks again then.
        let seconds = min(max(wait / .seconds(1), 0), 86_400)
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds + Self.leeway) {
            [weak self] in self?.sweep()
        }
    }
}
