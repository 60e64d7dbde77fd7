import Dispatch
import Foundation
import Synchronization

/// Writes lines to a destination on a thread of its own, so that nobody who logs waits for it.
///
/// Lines wait in a bounded buffer. While it is full, further lines are dropped and counted, and the log
/// says how many as soon as there is room again.
public final class LogWriter: Sendable {
    /// How long the thread gathers lines after it has written some: it is then woken at most so often,
    /// however many lines come.
    private static let pause = DispatchTimeInterval.milliseconds(10)

    private struct State {
        var buffer: [UInt8] = []
        var lineCount = 0
        var dropped = 0
        /// Whether the thread will look at the buffer without being woken.
        var isAwake = false
        var isClosed = false

        /// Takes down that the thread is to look at the buffer; true when it has to be woken for that.
        mutating func becomesAwake() -> Bool {
            defer { isAwake = true }
            return !isAwake
        }
    }

    private let state = Mutex(State())
    private let capacity: Int
    private let droppedTotal = Atomic<Int>(0)
    private let destination: any LogDestination
    private let noticeOfLoss: @Sendable (Int, String) -> [UInt8]
    private let work = DispatchSemaphore(value: 0)
    private let closing = DispatchSemaphore(value: 0)
    private let finished = DispatchSemaphore(value: 0)

    /// Begins to write.
    ///
    /// - Parameters:
    ///   - destination: Where lines go; called on the writer's thread alone, which may block there.
    ///   - capacity: The most bytes that may wait.
    ///   - noticeOfLoss: Makes the line that says how many lines were lost, and why.
    public init(
        to destination: any LogDestination, capacity: Int = 1 << 20,
        noticeOfLoss: @escaping @Sendable (_ lines: Int, _ reason: String) -> [UInt8]
    ) {
        self.destination = destination
        self.capacity = capacity
        self.noticeOfLoss = noticeOfLoss
        let thread = Thread { [self] in run() }
        thread.name = "log"
        thread.start()
    }

    /// The lines that were lost so far.
    public var droppedLines: Int { droppedTotal.load(ordering: .relaxed) }

    /// Takes a whole line, its line feed included; any thread may call it, and none waits.
    public func write(_ line: [UInt8]) {
        let wakes = state.withLock { state in
            guard !state.isClosed, state.buffer.count + line.count <= capacity else {
                state.dropped += 1
                droppedTotal.wrappingAdd(1, ordering: .relaxed)
                return false
            }
            state.buffer += line
            state.lineCount += 1
            return state.becomesAwake()
        }
        if wakes { work.signal() }
    }

    /// Writes what waits, and ends; lines that come later are dropped.
    ///
    /// Gives up after `limit` where the destination takes nothing, so that a stuck pipe does not keep
    /// the process from ending.
    public func close(within limit: Duration = .seconds(1)) {
        let wakes = state.withLock { state in
            state.isClosed = true
            return state.becomesAwake()
        }
        closing.signal()
        if wakes { work.signal() }
        let milliseconds = Int(limit / .milliseconds(1))
        if finished.wait(timeout: .now() + .milliseconds(milliseconds)) == .success {
            finished.signal()
        }
    }

    private func run() {
        while true {
            work.wait()
            while let portion = takePortion() {
                write(portion)
                // Cut short when the writer is closed.
                if closing.wait(timeout: .now() + Self.pause) == .success { closing.signal() }
            }
            if state.withLock({ $0.isClosed && $0.buffer.isEmpty }) {
                finished.signal()
                return
            }
        }
    }

    private typealias Portion = (bytes: [UInt8], lines: Int, dropped: Int)

    /// Takes what waits; nil lets the thread rest.
    private func takePortion() -> Portion? {
        state.withLock { state in
            guard !state.buffer.isEmpty || state.dropped > 0 && !state.isClosed
            else {
                state.isAwake = false
                return nil
            }
            defer {
                state.buffer = []
                state.lineCount = 0
                state.dropped = 0
            }
            return (state.buffer, state.lineCount, state.dropped)
        }
    }

    private func write(_ portion: Portion) {
        var bytes = portion.bytes
        if portion.dropped > 0 {
            bytes += noticeOfLoss(portion.dropped, "the log could not keep up")
        }
        guard let reason = destination.write(bytes) else { return }
        droppedTotal.wrappingAdd(portion.lines, ordering: .relaxed)
        _ = destination.write(noticeOfLoss(portion.lines, reason))
    }
}
