import Graph
import Tensors

/// Measures the algorithms that a graph's steps can be computed by and chooses the fastest.
///
/// One algorithm serves all batch sizes and thread counts: a batch of one row and a row of a batch
/// of eight weigh the same.
struct Tuner {
    private let graph: LoweredGraph
    private let effort: TuningEffort
    private let instructions = VectorInstructionSet.ofThisProcessor
    private let evicted: AlignedMemory

    private static let batchSizes = [1, 8]
    /// As large as the caches that weights don't stay in while a network runs.
    private static let mostEvicted = 48 << 20

    /// Makes a tuner for a graph's steps.
    init(_ graph: LoweredGraph, effort: TuningEffort) {
        self.graph = graph
        self.effort = effort
        // A layer's weights meet all the others' before they are read again.
        let weights = graph.buffers.reduce(0) { sum, source in
            if case .constant(let tensor) = source { sum + (tensor?.byteCount ?? 0) } else { sum }
        }
        evicted = AlignedMemory(byteCount: min(weights, Self.mostEvicted))
    }

    /// The fastest algorithm of each layer that has a choice, by the layer's description.
    func choices() throws(EngineError) -> [String: Algorithm] {
        ThreadCount.set(1)
        var result: [String: Algorithm] = [:]
        for step in graph.steps {
            let layer = graph.layerDescription(of: step)
            guard result[layer] == nil else { continue }
            let candidates = try graph.candidates(
                step, effort: effort, instructions: instructions)
            var best: (algorithm: Algorithm, time: Duration)?
            for algorithm in candidates {
                let limit = best?.time ?? .seconds(3600)
                let time = try time(step, algorithm, limit: limit)
                if time < limit { best = (algorithm, time) }
            }
            result[layer] = best?.algorithm
        }
        #if OneDNN
            // Those that lost will not be made again; where it fails they only take memory.
            try? OneDNN.forgetPrimitives()
        #endif
        return result
    }

    /// The least time for a row alone and a row of a larger batch, together; not exact where it is
    /// above the limit.
    private func time(
        _ step: LoweredGraph.Step, _ algorithm: Algorithm, limit: Duration
    ) throws(EngineError) -> Duration {
        var step = step
        step.algorithm = algorithm
        // Its own, so that the weights of those that lose are let go.
        let constants = ConstantStore([step], of: graph)
        var total = Duration.zero
        for batchSize in Self.batchSizes where total < limit {
            let request = KernelRequest(
                step: step, rows: batchSize, threads: 1, constants: constants)
            total +=
                try time(
                    request, try request.makeKernel(), limit: (limit - total) * batchSize)
                / batchSize
        }
        return total
    }

    private func time(
        _ request: KernelRequest, _ kernel: any Kernel, limit: Duration
    ) throws(EngineError) -> Duration {
        let memory = try ExecutorMemory.OfThread()
        memory.reserve(arena: 0, scratch: kernel.scratchByteCount)
        let bound = try kernel.makeBound(memory.environment)
        let result = Self.numbers(request.resultShape)
        bound.bind(.result, to: result.address)
        var held = [result]
        for (index, shape) in request.inputShapes.enumerated()
        where bound.reads(.input(index)) {
            let place = request.overwrites(index) ? result : Self.numbers(shape)
            bound.bind(.input(index), to: place.address)
            held.append(place)
        }
        return try withExtendedLifetime(held) { () throws(EngineError) in
            let clock = ContinuousClock()
            var best = Duration.seconds(3600)
            for run in 0..<(effort == .full ? 6 : 3) {
                // The first run also fetches its pages; one that is far behind will not catch up.
                if run > 1, best > limit * 2 { break }
                evict()
                let start = clock.now
                try bound.run()
                best = min(best, start.duration(to: clock.now))
            }
            return best
        }
    }

    /// Drives the step's weights out of the caches, as the network's other layers do.
    private func evict() {
        evicted.bytes.initializeMemory(as: UInt8.self, repeating: 1)
    }

    /// Memory of a shape full of a number with which no arithmetic is slow.
    private static func numbers(_ shape: Shape) -> AlignedMemory {
        let memory = AlignedMemory(byteCount: shape.elementCount * MemoryLayout<Float>.size)
        memory.bytes.bindMemory(to: Float.self).initialize(repeating: 0.5)
        return memory
    }
}
