import Engine
import Tensors

/// Measures a compiled model in several configurations that take turns, so that a machine whose
/// speed drifts is fair to all of them.
struct EngineBench {
    /// A batch size on a number of threads.
    struct Configuration: Hashable {
        let batchSize: Int
        let threads: Int
    }

    /// What was measured of a configuration.
    struct Measurement {
        let configuration: Configuration
        /// How long each run took, from the shortest to the longest.
        var runs: [Duration] = []
        /// The processor time of all runs, on all threads.
        var processorTime = Duration.zero
        /// How long each step took, run by run; empty unless layers are measured.
        var steps: [[StepTiming]] = []

        /// The run time that `share` of all runs do not exceed.
        func quantile(_ share: Double) -> Duration {
            runs[min(runs.count - 1, Int(share * Double(runs.count)))]
        }
    }

    /// How long one configuration runs before it is the next one's turn.
    private static let turn = Duration.milliseconds(100)

    /// Measures.
    ///
    /// - Parameters:
    ///   - duration: The time that each configuration gets, after its first run.
    ///   - measuresSteps: Whether to time the steps as well, for half of that time more.
    /// - Throws: `EngineError`.
    static func measure(
        _ model: CompiledModel, _ configurations: [Configuration], duration: Duration,
        measuresSteps: Bool
    ) throws -> [Measurement] {
        var benches: [Bench] = []
        for configuration in configurations {
            benches.append(try Bench(model, configuration))
        }
        while benches.contains(where: { $0.elapsed < duration }) {
            for index in benches.indices where benches[index].elapsed < duration {
                try benches[index].run(for: min(turn, duration))
            }
        }
        if measuresSteps {
            for index in benches.indices { try benches[index].measureSteps(for: duration / 2) }
        }
        return benches.map { bench in
            var measurement = bench.measurement
            measurement.runs.sort()
            return measurement
        }
    }

    /// One configuration while it is measured.
    private struct Bench {
        let executor: Executor
        let inputs: [Tensor]
        var measurement: Measurement
        var elapsed = Duration.zero
        private let clock = ContinuousClock()

        init(_ model: CompiledModel, _ configuration: Configuration) throws {
            executor = try model.makeExecutor(threads: configuration.threads)
            inputs = BenchedModel.inputs(of: model, batchSize: configuration.batchSize)
            measurement = Measurement(configuration: configuration)
            for _ in 0..<2 { _ = try executor.run(inputs) }
        }

        /// Runs at least once, after a run that brings back into the caches what others' turns drove
        /// out.
        mutating func run(for duration: Duration) throws {
            _ = try executor.run(inputs)
            let processor = ProcessorTime.now
            let start = clock.now
            var last = start
            repeat {
                _ = try executor.run(inputs)
                let now = clock.now
                measurement.runs.append(last.duration(to: now))
                last = now
            } while start.duration(to: last) < duration
            elapsed += start.duration(to: last)
            measurement.processorTime += ProcessorTime.now - processor
        }

        mutating func measureSteps(for duration: Duration) throws {
            _ = try executor.run(inputs)
            let end = clock.now + duration
            repeat {
                measurement.steps.append(try executor.measure(inputs))
            } while clock.now < end
        }
    }
}
