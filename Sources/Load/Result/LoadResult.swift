/// What came of a load.
public struct LoadResult: Sendable {
    /// The latencies of the answers, whatever their status.
    public var latencies = LatencyHistogram()
    /// The number of answers with each status.
    public var statuses: [Int: Int] = [:]
    /// The number of requests without answers, by why.
    public var failures: [LoadFailure: Int] = [:]
    /// The answers of status 200 to 299 within the deadline, or all of them if there is none.
    public var goodAnswers = 0
    /// Bytes of the bodies of answers.
    public var bodyBytes = 0
    /// From the first request that counts to the last that was due, or to the last answer where the
    /// number of requests was bounded.
    public var elapsed = Duration.zero
    /// The processor time of the threads that sent and received, while requests counted.
    public var processorTime = Duration.zero

    init() {}

    /// The number of answers.
    public var answers: Int { latencies.count }

    /// Answers a second.
    public var answerRate: Double { Double(answers) / elapsed.seconds }

    /// Good answers a second.
    public var goodput: Double { Double(goodAnswers) / elapsed.seconds }

    /// The share of the time in which a thread of the load generator was busy, 1 for always; near 1
    /// it is the generator that was measured.
    public func generatorShare(threads: Int) -> Double {
        processorTime.seconds / elapsed.seconds / Double(threads)
    }

    /// Adds what another thread has counted at the same time.
    mutating func add(_ other: LoadResult) {
        latencies.add(other.latencies)
        statuses.merge(other.statuses, uniquingKeysWith: +)
        failures.merge(other.failures, uniquingKeysWith: +)
        goodAnswers += other.goodAnswers
        bodyBytes += other.bodyBytes
        elapsed = max(elapsed, other.elapsed)
        processorTime += other.processorTime
    }
}

extension Duration {
    /// The number of seconds.
    fileprivate var seconds: Double { self / .seconds(1) }
}
