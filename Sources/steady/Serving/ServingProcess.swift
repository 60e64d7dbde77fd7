import Glibc
import Logging
import Server
import Serving

/// A model behind a server, from the first byte read to the last answer.
///
/// The server takes connections while the model loads, so that its health can be asked, and until the
/// last answer is out after a signal, so that nothing it took in is lost.
struct ServingProcess {
    let model: ServedModel
    let server: HTTPServer
    /// Who can reach the server.
    let exposure: Exposure
    let termination: Termination
    /// Who supervises the process, if anybody does.
    let supervisor: ServiceNotifier?
    let logger: Logger
    /// What is read again on SIGHUP, and when its files change.
    var reloadActions: [ReloadAction] = []
    /// Reads and compiles the model; called once, on a thread that may block.
    let load: @Sendable () throws -> LoadedModel

    private enum Event: Sendable {
        case loaded(Result<LoadedModel, any Error>)
        case signal(Int32)
        case drained
    }

    /// Serves until a signal ends it and all is answered.
    ///
    /// - Throws: what keeps the server from listening or the model from loading.
    func run() async throws {
        let (events, sink) = AsyncStream.makeStream(of: Event.self)
        let signals = TerminationSignals { sink.yield(.signal($0)) }
        defer { signals.cancel() }
        let address = try await server.start()
        if let warning = exposure.warning(at: address) { logger.warning("\(warning)") }
        let listening = "listening on \(exposure.scheme)://\(address)"
        let reloads = Reloading(reloadActions, logger: logger) { [supervisor] work in
            supervisor?.reloading()
            work()
            supervisor?.ready(listening)
        }.start()
        defer { reloads.cancel() }
        let watchdog = startWatchdog()
        defer { watchdog?.cancel() }
        logger.info("loading the model", metadata: ["model": "\(model.modelName)"])
        startLoading { sink.yield(.loaded($0)) }

        var end: Task<Void, Never>?
        for await event in events {
            switch event {
            case .loaded(.success(let loaded)):
                guard end == nil else { continue }
                announce(loaded, listening)
                supervisor?.ready(listening)
            case .loaded(.failure(let error)):
                guard end == nil else { continue }
                throw error
            case .signal(let number):
                if let end {
                    logger.warning("second signal: cutting running requests off")
                    end.cancel()
                    await server.drain(grace: .zero)
                } else {
                    end = beginToEnd(number) { sink.yield(.drained) }
                }
            case .drained:
                logger.notice("drained")
                return
            }
        }
    }

    private func startLoading(
        _ completion: @escaping @Sendable (Result<LoadedModel, any Error>) -> Void
    ) {
        let (model, load) = (model, load)
        BlockingThread.start(named: "load") {
            completion(
                Result {
                    let loaded = try load()
                    try model.start(loaded)
                    return loaded
                })
        }
    }

    private func announce(_ loaded: LoadedModel, _ listening: String) {
        for warning in loaded.warnings { logger.warning("\(warning)") }
        for note in loaded.notes { logger.info("\(note)") }
        logger.notice(
            "\(listening)",
            metadata: [
                "model": "\(model.modelName)", "version": "\(loaded.version)",
                "executors": "\(model.options.executors)",
                "threads": "\(model.options.threads.description)",
                "max-batch-size": "\(model.options.maxBatchSize)",
            ])
    }

    /// Says that the process is not ready any more, and drains after the delay, which only a person at
    /// the keyboard is spared; cancelling the task ends the delay.
    private func beginToEnd(
        _ signal: Int32, _ completion: @escaping @Sendable () -> Void
    ) -> Task<Void, Never> {
        let delay = signal == SIGINT ? .zero : termination.delay
        logger.notice(
            "signal \(signal): draining; a second signal cuts running requests off",
            metadata: ["delay": "\(delay)", "grace": "\(termination.grace)"])
        model.announceDraining()
        supervisor?.stopping()
        return Task {
            if delay > .zero { try? await Task.sleep(for: delay) }
            await drain()
            completion()
        }
    }

    /// Sends the clients away, then ends the executors.
    private func drain() async {
        await server.drain(grace: termination.grace)
        await withCheckedContinuation { continuation in
            model.drain { continuation.resume() }
        }
    }

    /// Tells the supervisor twice in its interval that the event loops turn.
    private func startWatchdog() -> Task<Void, any Error>? {
        guard let supervisor, let interval = supervisor.watchdogInterval else { return nil }
        return Task {
            while true {
                await server.awaitTurn()
                supervisor.alive()
                try await Task.sleep(for: interval / 2)
            }
        }
    }
}
