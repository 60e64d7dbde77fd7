import Dispatch
import Foundation
import Synchronization

/// Where large bodies are decoded, apart from the reactors, which nothing may hold up for milliseconds.
///
/// Knows how long what waits for it is expected to take, from what decoding took of late. Any thread may
/// use it.
final class DecodingStage: Sendable {
    /// How much a body has to do.
    enum Work {
        /// JSON, whose text is read byte by byte.
        case text(Int)
        /// Elements that are copied.
        case elements(Int)
        /// Something compressed, which may become much.
        case compressed(Int)
    }

    private struct State {
        var waitingBytes = 0
        var secondsPerByte = 0.0
    }

    /// JSON up to this length is read where it came: in about a tenth of a millisecond.
    private let inlineText: Int
    /// Elements up to this length are copied where they came.
    private let inlineElements: Int
    private let state = Mutex(State())
    private let processors = Double(ProcessInfo.processInfo.activeProcessorCount)
    private let queue = DispatchQueue(
        label: "decoding", qos: .userInitiated, attributes: .concurrent)

    /// Makes a stage with nothing to do; 0 and 0 decode nothing where it came.
    init(inlineText: Int = 64 << 10, inlineElements: Int = 1 << 20) {
        self.inlineText = inlineText
        self.inlineElements = inlineElements
    }

    /// How long a body of so many bytes that comes now is expected to wait.
    func expectedWait(forBytes count: Int) -> Duration {
        guard count > inlineText else { return .zero }
        return state.withLock {
            .seconds(Double($0.waitingBytes) * $0.secondsPerByte / processors)
        }
    }

    /// Runs the closure, here and now if there is little to do, else on another thread.
    func run(_ work: Work, _ body: @escaping @Sendable () -> Void) {
        let count: Int
        switch work {
        case .text(let bytes) where bytes <= inlineText: return body()
        case .elements(let bytes) where bytes <= inlineElements: return body()
        case .text(let bytes), .elements(let bytes), .compressed(let bytes): count = bytes
        }
        state.withLock { $0.waitingBytes += count }
        queue.async { [self] in
            let start = ContinuousClock.now
            body()
            let pace = (ContinuousClock.now - start) / .seconds(1) / Double(max(1, count))
            state.withLock { state in
                state.waitingBytes -= count
                state.secondsPerByte +=
                    state.secondsPerByte == 0 ? pace : (pace - state.secondsPerByte) / 16
            }
        }
    }
}
