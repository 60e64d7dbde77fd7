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
    /// Whether the server speaks TLS.
    let isSecure: Bool
    let drainGrace: Duration
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
        let reloads = Reloading(reloadActions, logger: logger).start()
        defer { reloads.cancel() }

        let address = try await server.start()
        logger.info("loading the model", metadata: ["model": "\(model.modelName)"])
        startLoading { sink.yield(.loaded($0)) }

        var isDraining = false
        for await event in events {
            switch event {
            case .loaded(.success(let loaded)):
                guard !isDraining else { continue }
                announce(loaded, at: address)
            case .loaded(.failure(let error)):
                guard !isDraining else { continue }
                throw error
            case .signal(let number) where !isDraining:
                isDraining = true
                logger.notice(
                    "signal \(number): draining; a second signal cuts running requests off")
                model.announceDraining()
                Task {
                    await drain()
                    sink.yield(.drained)
                }
            case .signal:
                logger.warning("second signal: cutting running requests off")
                await server.drain(grace: .zero)
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

    private func announce(_ loaded: LoadedModel, at address: SocketAddress) {
        for warning in loaded.warnings { logger.warning("\(warning)") }
        for note in loaded.notes { logger.info("\(note)") }
        logger.notice(
            "listening on \(isSecure ? "https" : "http")://\(address)",
            metadata: [
                "model": "\(model.modelName)", "version": "\(loaded.version)",
                "executors": "\(model.options.executors)",
                "threads": "\(model.options.threads.description)",
                "max-batch-size": "\(model.options.maxBatchSize)",
            ])
    }

    /// Sends the clients away, then ends the executors.
    private func drain() async {
        await server.drain(grace: drainGrace)
        await withCheckedContinuation { continuation in
            model.drain { continuation.resume() }
        }
    }
}
