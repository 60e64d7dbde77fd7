import CTraps
import Synchronization

/// Keeps a reader that traps from ending the process, and with it all other requests.
///
/// Swift ends a process that would go beyond an array's end or a number's range. Nothing is damaged by
/// then: the trap comes in place of the damage. So of a request whose body does that to its reader only
/// that request has to fail. What the reader held is never released, so this is done a few times in a
/// process; after that a trap ends it, as ever, and whoever watches it starts it anew.
///
/// It can't do anything about faults in memory (SIGSEGV), after which nothing can be relied on. Any thread
/// may use it.
final class Bulkhead: Sendable {
    private let limit: Int
    private let trapCount = Atomic<Int>(0)

    private final class Work<Value> {
        let body: () throws(RequestError) -> Value
        var outcome: Result<Value, RequestError>?

        init(_ body: @escaping () throws(RequestError) -> Value) { self.body = body }

        func run() { outcome = Result(catching: body) }
    }

    /// Makes a bulkhead that holds so many times.
    init(limit: Int = 16) { self.limit = limit }

    /// Runs a reader, which must hold no lock while it reads.
    ///
    /// - Throws: what the reader throws, or `RequestError.readerTrapped`.
    func run<Value>(
        _ body: @escaping () throws(RequestError) -> Value
    ) throws(RequestError) -> Value {
        guard trapCount.load(ordering: .relaxed) < limit else { return try body() }
        let work = Work(body)
        var call = work.run
        let signal = withUnsafeMutablePointer(to: &call) { call in
            steady_call_trapping(
                { $0?.assumingMemoryBound(to: (() -> Void).self).pointee() }, call)
        }
        guard signal == 0, let outcome = work.outcome else {
            trapCount.add(1, ordering: .relaxed)
            throw .readerTrapped(signal: signal)
        }
        return try outcome.get()
    }
}
