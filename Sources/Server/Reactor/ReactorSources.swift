import Dispatch

/// The Dispatch sources that drive a reactor; they are cancelled when this goes.
final class ReactorSources {
    private let readiness: any DispatchSourceRead
    private let timer: any DispatchSourceTimer

    /// Begins to call `onReady` when something is ready and `onTick` about once a second, both on
    /// `queue`.
    init(
        epoll: Epoll, queue: DispatchQueue, onReady: @escaping @Sendable () -> Void,
        onTick: @escaping @Sendable () -> Void
    ) {
        readiness = DispatchSource.makeReadSource(
            fileDescriptor: epoll.descriptor.raw, queue: queue)
        readiness.setEventHandler(handler: onReady)
        // Dispatch must have let go of the descriptor before it is closed.
        readiness.setCancelHandler { [epoll] in _ = epoll }
        readiness.activate()
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(
            deadline: .now() + .seconds(1), repeating: .seconds(1), leeway: .milliseconds(250))
        timer.setEventHandler(handler: onTick)
        timer.activate()
    }

    /// Has `onTick` called at once and ten times a second from then on.
    func hasten() { timer.schedule(deadline: .now(), repeating: .milliseconds(100)) }

    deinit {
        readiness.cancel()
        timer.cancel()
    }
}
