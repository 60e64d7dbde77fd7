import ArgumentParser
import Foundation
import Logging
import Metrics
import Server
import Serving
import ServingAPI

/// Serves a model over HTTP until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves a model over HTTP/1.1 and HTTP/2.",
        discussion: """
            Without --model it serves the embedded classifier of handwritten digits. The log says \
            'listening on http://…' once the model answers. SIGTERM and SIGINT end it: readiness turns \
            503, then no connection is taken any more, what runs is finished, and it exits with 0. \
            SIGHUP has certificates and tokens read again.

            EXAMPLES:
              steady serve
              steady serve --model runs/2019-03 --port 9000 --max-batch-size 16
              STEADY_MODEL=/models/digits steady serve --config steady.yaml

              curl http://127.0.0.1:8080/predict -d '{"instances": [...]}'
            """)

    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Server") var serve: ServeOptions
    @OptionGroup(title: "Requests") var limits: RequestLimitOptions
    @OptionGroup(title: "Connections") var connections: ConnectionLimitOptions
    @OptionGroup(title: "Security") var security: SecurityOptions
    @OptionGroup(title: "Observation") var observation: ObservationOptions
    @OptionGroup(title: "Graph") var graph: GraphOptions
    @OptionGroup(title: "Audit") var audit: AuditOptions
    @OptionGroup(title: "Execution") var execution: ExecutionOptions
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    /// Reads the settings; wrong ones are wrong usage.
    func resolved(environment: [String: String]) throws -> ServeSettings {
        do throws(SettingsError) {
            return try ServeSettings(
                settings.settings(
                    flags: model.flags, serve.flags, limits.flags, connections.flags,
                    security.flags, observation.flags, graph.flags, audit.flags,
                    execution.flags,
                    environment: environment))
        } catch {
            throw usageFailure(error)
        }
    }

    func run() async throws {
        ProcessMemory.returnLargeBlocks()
        let settings = try resolved(environment: ProcessInfo.processInfo.environment)
        let log = try ServingLog(settings.observation, level: settings.logLevel)
        defer { log.close() }
        let logger = log.logger

        let source = try ModelSource(path: settings.model.path)
        let model = ServedModel(
            name: settings.name ?? source.name,
            options: ServingOptions(
                maxBatchSize: settings.model.maxBatchSize, queueCapacity: settings.queueCapacity,
                executors: settings.model.executors, threads: settings.model.threads))
        let certificates = try settings.security.tls.map(ServerCertificates.init)
        certificates?.logWarnings(to: logger)
        let tokens = try settings.security.tokenFile.map(AccessTokens.init)
        settings.raiseOpenFileLimit(logger)
        let serverMetrics = ServerMetrics()
        let requestMetrics = RequestMetrics(modelName: model.modelName)
        let router = Router(
            service: model, defaultTimeout: settings.requestTimeout,
            serverTiming: settings.observation.serverTiming,
            limits: settings.requestLimits.body,
            metrics: [
                BuildMetrics(), requestMetrics, serverMetrics, model, log, ProcessMetrics(),
            ])
        let server = HTTPServer(
            configuration: settings.server,
            responder: tokens.map { AccessControl($0, before: router, isOpen: Router.isHealth) }
                ?? router,
            certificates: certificates, observers: [requestMetrics] + log.observers,
            metrics: serverMetrics,
            logger: logger)
        let process = ServingProcess(
            model: model, server: server, exposure: settings.security.exposure,
            termination: settings.termination,
            supervisor: ServiceNotifier(environment: ProcessInfo.processInfo.environment),
            logger: logger,
            reloadActions: [
                log.reloadAction, certificates?.reloadAction(logger), tokens?.reloadAction,
            ].compactMap(\.self)
        ) { [model = settings.model] in
            try source.load(
                importing: model.importing, allowing: model.allowed, threads: model.threads.most,
                maxBatchSize: model.maxBatchSize, precision: model.precision,
                tuning: Tuning(model.tuning))
        }
        try await process.run()
    }
}

extension ServeSettings {
    fileprivate var server: ServerConfiguration {
        var limits = connectionLimits.limits
        limits.memoryBytes = requestLimits.memoryBudget
        // A body that could never be granted is too large, and not to be tried again.
        limits.message.bodyBytes = min(
            requestLimits.maxBodySize, MemoryBudget.largestRequest(of: limits.memoryBytes))
        return ServerConfiguration(
            host: host, port: port, allowsUpgrade: security.allowsUpgrade, limits: limits)
    }

    /// Makes room for as many connections as are allowed.
    fileprivate func raiseOpenFileLimit(_ logger: Logger) {
        let limit = OpenFileLimit.raise()
        if let warning = OpenFileLimit.warning(
            limit: limit, connections: connectionLimits.limits.connections)
        {
            logger.warning("\(warning)")
        }
    }
}
