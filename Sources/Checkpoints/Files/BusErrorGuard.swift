import Glibc
import Synchronization

/// Keeps the process alive when a mapped file has become shorter than its mapping.
///
/// Reading such a place raises SIGBUS. Within the ranges that are guarded the place becomes zeros, and
/// the range is marked, so that whoever reads it can turn the mark into an error. Elsewhere the signal
/// does what it did before.
enum BusErrorGuard {
    /// A range of addresses; unused while it is empty.
    fileprivate struct Range: ~Copyable {
        let isTaken = Atomic<Bool>(false)
        let start = Atomic<UInt>(0)
        let end = Atomic<UInt>(0)
        let isHit = Atomic<Bool>(false)
    }

    /// A guarded range's number.
    typealias Ticket = Int

    /// Guards the bytes until `release` is called; nil if too many ranges are guarded already.
    static func guardBytes(_ bytes: UnsafeRawBufferPointer) -> Ticket? {
        guard isInstalled else { return nil }
        let start = UInt(bitPattern: bytes.baseAddress)
        for index in 0..<capacity where !ranges[index].isTaken.exchange(true, ordering: .acquiring)
        {
            ranges[index].isHit.store(false, ordering: .relaxed)
            ranges[index].start.store(start, ordering: .relaxed)
            ranges[index].end.store(start + UInt(bytes.count), ordering: .releasing)
            return index
        }
        return nil
    }

    /// Whether a part of the range was not there when it was read.
    static func isHit(_ ticket: Ticket) -> Bool { ranges[ticket].isHit.load(ordering: .acquiring) }

    /// Stops guarding.
    static func release(_ ticket: Ticket) {
        ranges[ticket].end.store(0, ordering: .releasing)
        ranges[ticket].isTaken.store(false, ordering: .releasing)
    }

    fileprivate static let capacity = 1024
    fileprivate static let pageByteCount = UInt(getpagesize())

    // The invariant behind `nonisolated(unsafe)`: the pointer never changes, and the ranges behind it
    // consist of atomics; the former action is written before the handler is in place.
    fileprivate nonisolated(unsafe) static let ranges = {
        let ranges = UnsafeMutablePointer<Range>.allocate(capacity: capacity)
        for index in 0..<capacity { (ranges + index).initialize(to: Range()) }
        return ranges
    }()
    fileprivate nonisolated(unsafe) static let formerAction = {
        let action = UnsafeMutablePointer<sigaction>.allocate(capacity: 1)
        action.initialize(to: sigaction())
        return action
    }()

    /// Everything that the handler reads is made before it is in place, so that it need not be made
    /// while a signal is handled.
    private static let isInstalled: Bool = {
        _ = (ranges, pageByteCount)
        guard sigaction(SIGBUS, nil, formerAction) == 0 else { return false }
        var action = sigaction()
        action.__sigaction_handler.sa_sigaction = { _, info, _ in handleBusError(info) }
        action.sa_flags = Int32(SA_SIGINFO) | Int32(SA_ONSTACK)
        return sigaction(SIGBUS, &action, nil) == 0
    }()
}

/// Calls only what may be called while a signal is handled.
private func handleBusError(_ info: UnsafeMutablePointer<siginfo_t>?) {
    let address = UInt(bitPattern: info?.pointee._sifields._sigfault.si_addr)
    for index in 0..<BusErrorGuard.capacity {
        let start = BusErrorGuard.ranges[index].start.load(ordering: .relaxed)
        let end = BusErrorGuard.ranges[index].end.load(ordering: .acquiring)
        guard start <= address, address < end else { continue }
        let error = errno
        let page = UnsafeMutableRawPointer(
            bitPattern: address & ~(BusErrorGuard.pageByteCount - 1))
        let zeros = mmap(
            page, Int(BusErrorGuard.pageByteCount), PROT_READ,
            MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        errno = error
        guard zeros != MAP_FAILED else { break }
        BusErrorGuard.ranges[index].isHit.store(true, ordering: .releasing)
        return
    }
    // The instruction runs again and meets the action that was there before.
    sigaction(SIGBUS, BusErrorGuard.formerAction, nil)
}
