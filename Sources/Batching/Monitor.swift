#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// State behind a lock, with a condition that threads can wait for.
///
/// `Synchronization.Mutex` has no condition, and executors must be able to sleep until there is work.
final class Monitor<State>: @unchecked Sendable {
    // The invariant behind `@unchecked`: `state` is touched only with `mutex` held, and both
    // pointers live as long as the monitor.
    private var state: State
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    init(_ state: State) {
        self.state = state
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Runs the closure with the lock held.
    func withLock<Result, Failure: Error>(
        _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state)
    }

    /// Runs the closure with the lock held until it gives a result, sleeping between the attempts
    /// until another thread calls `wakeOne` or `wakeAll`.
    func wait<Result>(for body: (inout State) -> Result?) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&state) { return result }
            pthread_cond_wait(condition, mutex)
        }
    }

    /// Lets one sleeping thread try again.
    func wakeOne() { pthread_cond_signal(condition) }

    /// Lets all sleeping threads try again.
    func wakeAll() { pthread_cond_broadcast(condition) }
}
