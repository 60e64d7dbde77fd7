import CLinuxIO
import Glibc
import Synchronization

/// Letters to a reactor, from any thread.
///
/// A reactor that is at work looks here before it rests, so only a letter to a resting reactor
/// costs a system call; and of several letters to it only the first does.
final class Mailbox: Sendable {
    /// What can be said to a reactor.
    enum Letter: Sendable {
        /// The answer to a request of a connection, by the driver's number for it, and the memory
        /// it holds.
        case answer(SlotToken, request: UInt64, ServerResponse, MemoryLease)
        /// A connection to take over, with the client's address.
        case adopt(Descriptor, SocketAddress)
    }

    private struct State {
        var letters: [Letter] = []
        var isAwake = false
    }

    /// Becomes readable when the reactor is to wake.
    let signal: Descriptor
    private let state = Mutex(State())

    init() throws(ServerError) {
        signal = try Descriptor(
            owning: eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK)), from: "eventfd")
    }

    /// Leaves a letter, and wakes the reactor if it rests.
    func post(_ letter: Letter) {
        let wakes = state.withLock { state in
            state.letters.append(letter)
            return !state.isAwake && state.letters.count == 1
        }
        if wakes { eventfd_write(signal.raw, 1) }
    }

    /// Says that the reactor is at work and will look here again.
    func wake() { state.withLock { $0.isAwake = true } }

    /// Exchanges `letters`, which must be empty, for the letters that are there.
    func take(_ letters: inout [Letter]) {
        state.withLock { swap(&$0.letters, &letters) }
    }

    /// Lets the reactor rest; false when a letter has come and it must go on.
    func rest() -> Bool {
        state.withLock { state in
            guard state.letters.isEmpty else { return false }
            state.isAwake = false
            return true
        }
    }

    /// Lets the reactor give way to others of its queue; it is woken again if letters wait.
    func interrupt() {
        let wakes = state.withLock { state in
            state.isAwake = false
            return !state.letters.isEmpty
        }
        if wakes { eventfd_write(signal.raw, 1) }
    }

    /// Makes the signal unreadable again.
    func clearSignal() {
        var count: eventfd_t = 0
        eventfd_read(signal.raw, &count)
    }
}
