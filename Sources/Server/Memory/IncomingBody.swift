import HTTP

/// The body of a request while it arrives, with the memory it holds.
struct IncomingBody {
    /// What it holds of the server's memory.
    let memory: MemoryLease
    /// When the request's head was read.
    let arrival: ContinuousClock.Instant
    /// The most bytes it may have.
    let limit: Int
    /// The bytes that have come.
    private(set) var bytes: [UInt8] = []
    private var room = 0

    init(memory: MemoryLease, arrival: ContinuousClock.Instant, limit: Int) {
        self.memory = memory
        self.arrival = arrival
        self.limit = limit
    }

    /// Makes room for a body of known length; false where there is none to be had.
    mutating func reserve(_ count: Int) -> Bool {
        guard memory.grow(by: count) else { return false }
        bytes.reserveCapacity(count)
        room = count
        return true
    }

    /// Adds bytes; false where there is no room for them.
    ///
    /// A body of unknown length has its room at least doubled, so that it is seldom moved.
    mutating func append(_ more: Span<UInt8>) -> Bool {
        let needed = bytes.count + more.count
        if needed > room {
            let larger = max(needed, min(2 * room, limit))
            // While bytes are moved they are there twice.
            guard memory.grow(by: larger) else { return false }
            bytes.reserveCapacity(larger)
            room = larger
            memory.settle(at: larger)
        }
        more.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        return true
    }
}
