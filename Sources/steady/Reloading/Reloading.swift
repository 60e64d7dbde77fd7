import Dispatch
import Glibc
import Logging
import Synchronization

/// Performs reload actions: all of them on SIGHUP, and each when its files change.
///
/// Actions run one after the other on a queue of their own. One that fails is logged as an error, and
/// does not keep the others from running.
final class Reloading: Sendable {
    /// How often files are looked at; a change is acted on at the second look that finds it.
    private static let interval = DispatchTimeInterval.seconds(1)

    private let actions: [ReloadAction]
    private let logger: Logger
    private let around: @Sendable (() -> Void) -> Void
    private let watches: Mutex<[FileWatch]>

    /// Takes down what the actions' files look like, and does nothing yet.
    ///
    /// - Parameter around: is given what SIGHUP asks for, to do it and what belongs before and behind.
    init(
        _ actions: [ReloadAction], logger: Logger,
        around: @escaping @Sendable (() -> Void) -> Void = { $0() }
    ) {
        self.actions = actions
        self.logger = logger
        self.around = around
        watches = Mutex(actions.map { FileWatch($0.files) })
    }

    /// Begins to act on SIGHUP and on changes, for as long as the returned sources live uncancelled.
    func start() -> ReloadSources {
        let queue = DispatchQueue(label: "reload")
        signal(SIGHUP, SIG_IGN)
        let hangUp = DispatchSource.makeSignalSource(signal: SIGHUP, queue: queue)
        hangUp.setEventHandler { self.performAll() }
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(
            deadline: .now() + Self.interval, repeating: Self.interval,
            leeway: .milliseconds(250))
        timer.setEventHandler { self.performChanged() }
        return ReloadSources(hangUp: hangUp, timer: timer)
    }

    /// Performs every action.
    func performAll() {
        logger.notice("SIGHUP: reading again", metadata: ["what": "\(actions.map(\.subject))"])
        around {
            for index in actions.indices {
                watches.withLock { $0[index].noteReading() }
                perform(actions[index])
            }
        }
    }

    /// Performs the actions whose files have changed.
    func performChanged() {
        for index in actions.indices where watches.withLock({ $0[index].look() }) {
            perform(actions[index])
        }
    }

    private func perform(_ action: ReloadAction) {
        do {
            let outcome = try action.perform()
            logger.notice("\(action.subject) read again: \(outcome)")
        } catch {
            logger.error("\(action.subject) not read again, the old one stays: \(error)")
        }
    }
}

/// The Dispatch sources behind `Reloading`.
struct ReloadSources {
    private let hangUp: any DispatchSourceSignal
    private let timer: any DispatchSourceTimer

    init(hangUp: any DispatchSourceSignal, timer: any DispatchSourceTimer) {
        self.hangUp = hangUp
        self.timer = timer
        hangUp.activate()
        timer.activate()
    }

    /// Stops acting; SIGHUP is ignored from then on.
    func cancel() {
        hangUp.cancel()
        timer.cancel()
    }
}
