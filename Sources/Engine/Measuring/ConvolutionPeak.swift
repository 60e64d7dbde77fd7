import Graph
import Tensors

/// The speed of this machine's convolution kernel at its best: the measure that a network's speed is
/// a share of.
///
/// Runs 3×3 convolutions whose images, filter and result stay in a core's second-level cache, through
/// the same kernels as a model's.
public struct ConvolutionPeak: Sendable {
    /// How many threads share the work.
    public let threads: Int
    /// Floating-point operations a second, the best of many runs.
    public let operationsPerSecond: Double

    /// The image's side and its channels; which is fastest differs from processor to processor.
    private static let candidates = [(side: 28, channels: 64), (28, 128), (14, 128), (14, 256)]

    /// Measures.
    ///
    /// With several threads each has an image of its own, so that they share nothing but memory.
    ///
    /// - Parameters:
    ///   - threads: How many threads, 1 to 1024.
    ///   - duration: How long it takes, about; half a second gives figures that vary by 2 % on an
    ///     otherwise idle machine.
    ///   - options: How the convolutions are compiled.
    /// - Throws: `EngineError` as `CompiledModel.makeExecutor`, or if the kernel library fails.
    public init(
        threads: Int, duration: Duration = .milliseconds(500), options: EngineOptions = .init()
    ) throws(EngineError) {
        self.threads = threads
        // Operations are counted as defined: an algorithm that saves some has a share above 1.
        var options = options
        options.computesDirectly = true
        var best = 0.0
        let clock = ContinuousClock()
        for (side, channels) in Self.candidates {
            let model = try CompiledModel(
                Self.convolution(side: side, channels: channels), options: options)
            let executor = try model.makeExecutor(threads: threads)
            let images = Tensor(
                Array(repeating: Float(0.5), count: threads * side * side * channels),
                shape: [threads, side, side, channels])
            let arithmetic = model.costs(batchSize: threads).reduce(0) { $0 + $1.arithmetic }
            let end = clock.now + duration / Self.candidates.count
            repeat {
                let start = clock.now
                _ = try executor.run([images])
                let elapsed = start.duration(to: clock.now)
                best = max(best, Double(arithmetic) / (elapsed / .seconds(1)))
            } while clock.now < end
        }
        operationsPerSecond = best
    }

    private static func convolution(side: Int, channels: Int) throws(EngineError) -> Graph {
        var graph = Graph()
        do throws(GraphError) {
            let type = ValueType(
                .float32, [.batch, .fixed(side), .fixed(side), .fixed(channels)])
            let images = try graph.add(.input(Input(type)), name: "images")
            let filter = graph.addConstant(
                Tensor(
                    Array(repeating: Float(0.001), count: 9 * channels * channels),
                    shape: [3, 3, channels, channels]), name: "filter")
            let edge = EdgePadding(before: 1, after: 1)
            // Several in a row, so that what casts images to another precision is little beside them.
            var value = images
            for _ in 0..<4 {
                value = try graph.add(
                    .convolution(Convolution(window: Window(padding: [edge, edge]))),
                    [value, filter], name: "convolution")
            }
            graph.addOutput(value, name: "result")
        } catch {
            throw .invalidOperation(
                node: "convolution", operation: "convolution", reason: error.description)
        }
        return graph
    }
}
