import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Lets one thread wait until another has done something.
///
/// One thread at a time may wait. What the raising thread wrote before is seen by the waiting one.
/// Waiting first looks at memory for some microseconds, because between layers of a network that is
/// all it takes, and then sleeps.
final class Signal: @unchecked Sendable {
    // The invariant behind `@unchecked`: the semaphore is made by the initializer and may be used by
    // any thread.
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    private let state = Atomic<UInt8>(State.lowered)

    private enum State {
        static let lowered: UInt8 = 0
        static let raised: UInt8 = 1
        static let sleeping: UInt8 = 2
    }

    init() { sem_init(semaphore, 0, 0) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Lets the waiting thread go on, or the next one not wait.
    ///
    /// Raising twice is raising once.
    func raise() {
        let before = state.exchange(State.raised, ordering: .acquiringAndReleasing)
        if before == State.sleeping { sem_post(semaphore) }
    }

    /// Waits until the signal is raised, and lowers it.
    ///
    /// - Parameter looks: How often to look before sleeping; each takes about a nanosecond.
    func wait(looks: Int = 50_000) {
        for _ in 0..<looks {
            if state.load(ordering: .acquiring) == State.raised {
                return state.store(State.lowered, ordering: .relaxed)
            }
        }
        let (falls, _) = state.compareExchange(
            expected: State.lowered, desired: State.sleeping, ordering: .acquiringAndReleasing)
        if falls { while sem_wait(semaphore) != 0 {} }
        _ = state.load(ordering: .acquiring)
        state.store(State.lowered, ordering: .relaxed)
    }
}
