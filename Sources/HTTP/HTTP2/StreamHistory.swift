/// What the client has done with the last streams it opened.
///
/// The library forgets a stream when it closes, and then can't tell a client that goes on behind its
/// own END_STREAM, which is an error, from one that has not heard yet that its stream was reset,
/// which is none (RFC 9113 section 5.1).
struct StreamHistory {
    /// A stream as far as the client's own frames say.
    enum State: UInt64 {
        /// It was passed over: a stream with a higher number was opened first.
        case skipped
        /// It was opened and not ended by the client.
        case opened
        /// The client has sent END_STREAM.
        case ended
        /// The client has sent RST_STREAM.
        case reset
    }

    /// The number of streams that are remembered.
    static let capacity = 512
    /// Two bits for each of the last streams, by half their number.
    private var states = [UInt64](repeating: 0, count: capacity / 32)
    /// The highest number that was opened.
    private(set) var last: UInt32 = 0

    /// The state of a client's stream; nil for one that is not opened yet, one that is forgotten, and
    /// the even numbers, which are the server's.
    subscript(stream: UInt32) -> State? {
        get {
            guard stream & 1 == 1, stream <= last, (last - stream) / 2 < Self.capacity else {
                return nil
            }
            let place = Int(stream / 2) % Self.capacity
            return State(rawValue: states[place / 32] >> UInt64(place % 32 * 2) & 3)
        }
        set {
            guard let newValue, stream & 1 == 1 else { return }
            if stream > last { advance(to: stream) }
            guard (last - stream) / 2 < Self.capacity else { return }
            store(newValue, stream)
        }
    }

    /// Makes room for a new stream; those between the last one and it are skipped.
    private mutating func advance(to stream: UInt32) {
        let first = last == 0 ? 1 : last + 2
        if (stream - first) / 2 >= Self.capacity {
            for index in states.indices { states[index] = 0 }
        } else {
            for passed in stride(from: first, to: stream, by: 2) { store(.skipped, passed) }
        }
        last = stream
    }

    private mutating func store(_ state: State, _ stream: UInt32) {
        let place = Int(stream / 2) % Self.capacity
        let shift = UInt64(place % 32 * 2)
        states[place / 32] = states[place / 32] & ~(3 << shift) | state.rawValue << shift
    }
}
