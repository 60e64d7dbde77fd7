import ArgumentParser
import Load
import ServingAPI

/// Measures a running server, of whatever make.
struct BenchServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server",
        abstract: "Puts load on a running server and measures its answers.",
        discussion: """
            Without --rate each connection, or each stream, sends its next request when it has an \
            answer: that finds what a server can do. With --rate requests are due by the clock, and \
            latencies count from when a request was due even if no connection was free to send it: \
            that finds what clients would see. Any server of HTTP/1.1 or HTTP/2 can be measured. Run \
            it on other processors than the server, by 'taskset' for example.

            EXAMPLES:
              steady bench server http://127.0.0.1:8080/health
              steady bench server http://127.0.0.1:8080 --http2 --connections 8 --streams 32
              steady bench server http://127.0.0.1:8080 --data x.npy --form binary --rate 2000 --poisson
              steady bench server http://127.0.0.1:8080 --data x.npy --rate 9000 --deadline 100ms
              steady bench server https://localhost:8443 --ca authority.pem --http2 --streams 32
            """)

    @Argument(
        help: ArgumentHelp(
            "The server. Without a path, /health is asked, or /predict if there is a body.",
            valueName: "url"),
        transform: BenchServerCommand.url)
    var url: ServerURL

    @Flag(name: .customLong("http2"), help: "Speak HTTP/2; over http:// with prior knowledge.")
    var isHTTP2 = false

    @Option(
        name: .customLong("ca"),
        help: ArgumentHelp(
            "Over https://, a PEM file with the authorities that may have made the server's "
                + "certificate. (default: those that this system trusts)",
            valueName: "file"))
    var authorities: String?

    @Flag(name: .customLong("insecure"), help: "Over https://, take any certificate.")
    var takesAnyCertificate = false

    @Option(help: ArgumentHelp("The connections.", valueName: "count"))
    var connections = 64

    @Option(help: ArgumentHelp("The requests at once on a connection.", valueName: "count"))
    var streams = 1

    @Option(help: ArgumentHelp("The threads of the load generator.", valueName: "count"))
    var threads = 1

    @OptionGroup(title: "Pace") var pace: PaceOptions
    @OptionGroup(title: "Requests") var requests: RequestOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let made = try requests.requests(to: url.path)
        var plan = LoadPlan(host: url.host, port: url.port, requests: made)
        plan.wireProtocol = isHTTP2 ? .http2 : .http1
        plan.tls = trust
        plan.connections = connections
        plan.streams = streams
        plan.threads = threads
        pace.set(&plan)
        let report = ServerBenchReport(
            try result(of: plan), plan: plan, url: url.text(path: made.first?.path ?? "/"))
        print(json ? try report.json() : report.text)
    }

    func validate() throws {
        if authorities != nil, takesAnyCertificate {
            throw ValidationError("give --ca or --insecure, not both")
        }
        if !url.isSealed, authorities != nil || takesAnyCertificate {
            throw ValidationError("--ca and --insecure are for https://")
        }
    }

    /// How far the server's certificate is looked at; nil in the clear.
    var trust: LoadPlan.Trust? {
        guard url.isSealed else { return nil }
        if takesAnyCertificate { return .anything }
        return authorities.map { .authorities(path: $0) } ?? .system
    }

    private func result(of plan: LoadPlan) throws -> LoadResult {
        do throws(LoadError) {
            return try plan.run()
        } catch {
            if case .unfit = error { throw usageFailure(error) }
            throw error
        }
    }

    private static func url(_ text: String) throws -> ServerURL {
        guard let url = ServerURL(text) else {
            throw ValidationError("'\(text)' is not like http://127.0.0.1:8080/health")
        }
        return url
    }
}

/// When requests are sent, and how long they are waited for.
struct PaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Requests a second, due at equal distances. (default: as answers come)",
            valueName: "number"))
    var rate: Double?

    @Flag(help: "With --rate, requests are due at random, independent of each other.")
    var poisson = false

    @Option(help: ArgumentHelp("What the random times follow from.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp("How long requests are sent and counted.", valueName: "time"),
        transform: PaceOptions.time)
    var duration = Duration.seconds(10)

    @Option(
        help: ArgumentHelp("How long requests are sent before that.", valueName: "time"),
        transform: PaceOptions.time)
    var warmUp = Duration.seconds(1)

    @Option(
        name: .customLong("requests"),
        help: ArgumentHelp("End after so many counted requests, if earlier.", valueName: "count"))
    var requestCount: Int?

    @Option(
        help: ArgumentHelp("How long to wait for an answer.", valueName: "time"),
        transform: PaceOptions.time)
    var timeout = Duration.seconds(10)

    @Option(
        help: ArgumentHelp(
            "How soon an answer must come to count as goodput. (default: ever)",
            valueName: "time"),
        transform: PaceOptions.time)
    var deadline: Duration?

    func validate() throws {
        if poisson, rate == nil { throw ValidationError("--poisson needs a --rate") }
    }

    /// Puts the options into a plan.
    func set(_ plan: inout LoadPlan) {
        switch rate {
        case .some(let rate) where poisson: plan.pace = .poisson(perSecond: rate, seed: seed)
        case .some(let rate): plan.pace = .constant(perSecond: rate)
        case .none: plan.pace = .closed
        }
        plan.duration = duration
        plan.warmUp = warmUp
        plan.requestCount = requestCount
        plan.timeout = timeout
        plan.deadline = deadline
    }

    private static func time(_ text: String) throws -> Duration {
        guard let time = Duration(settingText: text) else {
            throw ValidationError("'\(text)' is not \(Duration.expectation)")
        }
        return time
    }
}

/// What is asked.
struct RequestOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A NumPy file whose rows are asked about in turn.", valueName: "file"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "How rows are sent: \(RequestForm.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "form"))
    var form = RequestForm.rows

    @Option(help: ArgumentHelp("The rows of one request.", valueName: "count"))
    var rows = 1

    @Option(
        help: ArgumentHelp(
            "The model's input, which the Open Inference Protocol names.", valueName: "name"))
    var input = "images"

    @Option(help: ArgumentHelp("A file to send as it is.", valueName: "file"))
    var body: String?

    @Option(
        help: ArgumentHelp(
            "A further field of every request, repeated for several.", valueName: "name: value"))
    var header: [String] = []

    func validate() throws {
        if data != nil, body != nil { throw ValidationError("give --data or --body, not both") }
        guard rows >= 1 else { throw ValidationError("--rows is \(rows); give 1 or more") }
        _ = try fields()
    }

    /// The requests, to a path or to the usual one.
    func requests(to path: String?) throws -> [LoadRequest] {
        let fields = try fields()
        if let data {
            return try RequestBodies.requests(
                data: data, form: form, rows: rows, input: input, to: path ?? "/predict",
                fields: fields)
        }
        if let body {
            return [
                try RequestBodies.request(body: body, to: path ?? "/predict", fields: fields)
            ]
        }
        return [LoadRequest(path: path ?? "/health", fields: fields)]
    }

    private func fields() throws -> [(name: String, value: String)] {
        try header.map { text in
            guard let colon = text.firstIndex(of: ":"), colon > text.startIndex,
                !text.contains(where: \.isNewline)
            else { throw ValidationError("'\(text)' is not like 'X-Priority: high'") }
            let value = text[text.index(after: colon)...].drop { $0 == " " }
            return (String(text[..<colon]), String(value))
        }
    }
}

extension RequestForm: ExpressibleByArgument {}
