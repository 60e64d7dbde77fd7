import Load

/// What `steady bench server` found, for people and for machines; times are in seconds.
struct ServerBenchReport: Report {
    /// How the load was put on.
    struct Setup: Encodable {
        let url: String
        let `protocol`: String
        let connections: Int
        let streams: Int
        let threads: Int
        /// `closed`, `constant` or `poisson`.
        let arrivals: String
        let rate: Double?
        let warmUp: Double
        let timeout: Double
        let deadline: Double?
        /// Of the first request, head not counted.
        let requestBytes: Int
    }

    /// Of all answers, from when a request was due to its answer's last byte.
    struct Latency: Encodable {
        let minimum: Double?
        let mean: Double?
        let p50: Double?
        let p90: Double?
        let p99: Double?
        let p999: Double?
        let maximum: Double?
    }

    let setup: Setup
    let elapsed: Double
    let answers: Int
    let answersPerSecond: Double
    /// Answers of status 200 to 299 within the deadline, a second.
    let goodput: Double
    let bodyBytesPerSecond: Double
    let latency: Latency
    /// The number of answers by status.
    let statuses: [String: Int]
    /// The number of requests without answers by why.
    let failures: [String: Int]
    /// The share of its time in which the load generator was busy; near 1 it measured itself.
    let generatorShare: Double

    init(_ result: LoadResult, plan: LoadPlan, url: String) {
        setup = Setup(plan, url: url)
        elapsed = result.elapsed.seconds
        answers = result.answers
        answersPerSecond = result.answerRate
        goodput = result.goodput
        bodyBytesPerSecond = Double(result.bodyBytes) / result.elapsed.seconds
        latency = Latency(result.latencies)
        statuses = Dictionary(
            uniqueKeysWithValues: result.statuses.map { ("\($0.key)", $0.value) })
        failures = Dictionary(
            uniqueKeysWithValues: result.failures.map { ($0.key.rawValue, $0.value) })
        generatorShare = result.generatorShare(threads: plan.threads)
    }
}

extension ServerBenchReport.Setup {
    fileprivate init(_ plan: LoadPlan, url: String) {
        self.url = url
        `protocol` = plan.wireProtocol.rawValue
        connections = plan.connections
        streams = plan.streams
        threads = plan.threads
        switch plan.pace {
        case .closed: arrivals = "closed"
        case .constant: arrivals = "constant"
        case .poisson: arrivals = "poisson"
        }
        rate = plan.pace.rate
        warmUp = plan.warmUp.seconds
        timeout = plan.timeout.seconds
        deadline = plan.deadline?.seconds
        requestBytes = plan.requests.first?.body.count ?? 0
    }
}

extension ServerBenchReport.Latency {
    fileprivate init(_ latencies: LatencyHistogram) {
        minimum = latencies.minimum?.seconds
        mean = latencies.mean?.seconds
        p50 = latencies.quantile(0.5)?.seconds
        p90 = latencies.quantile(0.9)?.seconds
        p99 = latencies.quantile(0.99)?.seconds
        p999 = latencies.quantile(0.999)?.seconds
        maximum = latencies.maximum?.seconds
    }
}
