import Synchronization

/// Where some threads wait for each other.
final class Barrier: Sendable {
    private let signals: [Signal]
    private let arrived = Atomic<Int>(0)

    /// Makes a barrier for so many threads.
    init(threads: Int) { signals = (0..<threads).map { _ in Signal() } }

    /// Waits until all threads have come here.
    ///
    /// - Parameter thread: The caller's number, 0 up to the number of threads.
    func wait(_ thread: Int) {
        let before = arrived.wrappingAdd(1, ordering: .acquiringAndReleasing).oldValue
        guard before + 1 == signals.count else { return signals[thread].wait() }
        arrived.store(0, ordering: .relaxed)
        for (index, signal) in signals.enumerated() where index != thread { signal.raise() }
    }
}
