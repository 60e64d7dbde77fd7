import Engine

/// What `steady bench engine` found, for people and for machines; times are in seconds.
struct EngineBenchReport: Report {
    /// The speed of the convolution kernel at its best.
    struct Peak: Encodable {
        let threads: Int
        let gflopPerSecond: Double
    }

    struct Layer: Encodable {
        let node: String
        let operation: String
        let implementation: String
        let median: Double
        let minimum: Double
        /// Of the medians of all layers.
        let shareOfTime: Double
        let gflop: Double
        let gflopPerSecond: Double
        let shareOfPeak: Double
        let bytes: Int
    }

    struct Result: Encodable {
        let batchSize: Int
        let threads: Int
        let runs: Int
        let median: Double
        let p99: Double
        let minimum: Double
        /// Of one run, on all threads, with the spinning of threads that wait.
        let processorTime: Double
        let rowsPerSecond: Double
        let gflopPerSecond: Double
        let shareOfPeak: Double
        let layers: [Layer]?
    }

    /// How long it took to be ready, and what it takes.
    struct Start: Encodable {
        let reading: Double
        let rewriting: Double
        let compilingAndFirstAnswer: Double
        let residentBytes: Int?
        let constantBytes: Int
    }

    let model: String
    let precision: String
    let steps: Int
    /// Of one row.
    let gflop: Double
    let start: Start
    let peaks: [Peak]
    let results: [Result]

    /// Gathers the figures.
    ///
    /// - Parameters:
    ///   - peaks: One for each thread count that was measured.
    ///   - residentBytes: The memory before anything but the first answer was computed.
    init(
        _ benched: BenchedModel, peaks: [ConvolutionPeak],
        measurements: [EngineBench.Measurement], residentBytes: Int?, constantBytes: Int
    ) {
        model = benched.name
        precision = benched.model.precision.rawValue
        let costs = benched.model.costs(batchSize: 1)
        steps = costs.count
        gflop = Double(costs.reduce(0) { $0 + $1.arithmetic }) / 1e9
        start = Start(
            reading: benched.reading.seconds, rewriting: benched.rewriting.seconds,
            compilingAndFirstAnswer: benched.compiling.seconds, residentBytes: residentBytes,
            constantBytes: constantBytes)
        self.peaks = peaks.map {
            Peak(threads: $0.threads, gflopPerSecond: $0.operationsPerSecond / 1e9)
        }
        results = measurements.map { measurement in
            let threads = measurement.configuration.threads
            let peak = peaks.first { $0.threads == threads }?.operationsPerSecond ?? .nan
            return Result(measurement, of: benched.model, peak: peak / 1e9)
        }
    }
}

extension EngineBenchReport.Result {
    fileprivate init(
        _ measurement: EngineBench.Measurement, of model: CompiledModel, peak: Double
    ) {
        batchSize = measurement.configuration.batchSize
        threads = measurement.configuration.threads
        runs = measurement.runs.count
        median = measurement.quantile(0.5).seconds
        p99 = measurement.quantile(0.99).seconds
        minimum = measurement.quantile(0).seconds
        processorTime = measurement.processorTime.seconds / Double(runs)
        rowsPerSecond = Double(batchSize) / median
        let costs = model.costs(batchSize: batchSize)
        gflopPerSecond = Double(costs.reduce(0) { $0 + $1.arithmetic }) / 1e9 / median
        shareOfPeak = gflopPerSecond / peak
        layers = EngineBenchReport.layers(measurement.steps, costs: costs, peak: peak)
    }
}

extension EngineBenchReport {
    /// The median and minimum of each step over all runs; nil where steps were not measured.
    fileprivate static func layers(
        _ runs: [[StepTiming]], costs: [StepCost], peak: Double
    ) -> [Layer]? {
        guard let first = runs.first else { return nil }
        let durations = first.indices.map { step in
            runs.map { $0[step].duration.seconds }.sorted()
        }
        let total = durations.reduce(0) { $0 + $1[runs.count / 2] }
        return zip(zip(first, costs), durations).map { step, durations in
            let gflop = Double(step.1.arithmetic) / 1e9
            let median = durations[runs.count / 2]
            return Layer(
                node: step.0.node, operation: step.0.operation,
                implementation: step.0.implementation, median: median, minimum: durations[0],
                shareOfTime: median / total, gflop: gflop, gflopPerSecond: gflop / median,
                shareOfPeak: gflop / median / peak, bytes: step.1.byteCount)
        }
    }
}

extension Duration {
    /// The number of seconds.
    var seconds: Double { self / .seconds(1) }
}
