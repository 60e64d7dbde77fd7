import Dispatch
import Glibc

/// The signals that ask the process to end, as calls instead of its death.
struct TerminationSignals {
    private let sources: [any DispatchSourceSignal]

    /// Has the closure called, on some thread, with the number of each SIGTERM and SIGINT, as long as
    /// this value lives.
    ///
    /// SIGPIPE is ignored from then on: a client or a log that has gone is an error of one write.
    init(_ body: @escaping @Sendable (Int32) -> Void) {
        signal(SIGPIPE, SIG_IGN)
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { body(number) }
            source.resume()
            return source
        }
    }

    /// Stops calling; the signals are ignored from then on.
    func cancel() {
        for source in sources { source.cancel() }
    }
}
