import Graph
import Tensors

/// Makes the kernels and programs of a plan.
struct PlanBuilder {
    let graph: LoweredGraph
    let constants: ConstantStore
    let policy: PlanPolicy
    /// How many threads the kernel library divides a kernel's work among.
    let threadsOfKernel: Int

    private(set) var kernels: [any Kernel] = []
    /// The step each kernel is made for.
    private(set) var steps: [Int] = []
    private var indices: [Key: Int] = [:]
    private var slots: [Int] = []
    private(set) var slotCount = 0
    /// The place of a buffer among those that are given back.
    private let outputs: [Int: Int]

    private struct Key: Hashable {
        let step: Int
        let tile: Tile
    }

    init(
        _ graph: LoweredGraph, constants: ConstantStore, policy: PlanPolicy,
        threadsOfKernel: Int = 1
    ) {
        self.policy = policy
        self.graph = graph
        self.constants = constants
        self.threadsOfKernel = threadsOfKernel
        var outputs: [Int: Int] = [:]
        for (place, buffer) in graph.computedOutputs.enumerated() { outputs[buffer] = place }
        self.outputs = outputs
    }

    /// The index of the kernel that computes a part of a step's result.
    mutating func kernel(_ step: Int, _ tile: Tile) throws(EngineError) -> Int {
        let key = Key(step: step, tile: tile)
        if let index = indices[key] { return index }
        let whole = graph.steps[step]
        let request = KernelRequest(
            step: tile.cut.flatMap { whole.part($0)?.step } ?? whole, rows: tile.rows,
            threads: threadsOfKernel, constants: constants)
        kernels.append(try request.makeKernel())
        steps.append(step)
        slots.append(slotCount)
        slotCount += 1 + graph.steps[step].inputs.count
        indices[key] = kernels.count - 1
        return kernels.count - 1
    }

    /// Whether a part of a step's result has the bits it has in the whole.
    mutating func keepsBits(_ step: Int, _ cut: Tile.Cut) throws(EngineError) -> Bool {
        kernels[try kernel(step, Tile(rows: 1, cut: cut))].keepsBitsInParts
    }

    /// The bands whose steps have, in stripes, the bits they have whole.
    mutating func exact(_ bands: [Band]) throws(EngineError) -> [Band] {
        var result: [Band] = []
        for band in bands {
            var isExact = true
            for (step, lines) in zip(band.steps, band.stripes[0]) where isExact {
                isExact = try keepsBits(step, .lines(lines))
            }
            if isExact { result.append(band) }
        }
        return result
    }

    /// Appends a kernel's turn to a program.
    ///
    /// - Parameter location: Where a buffer's part lies of which the kernel reads or writes.
    mutating func call(
        _ step: Int, _ tile: Tile, in program: inout Program,
        location: (_ view: LoweredGraph.View, _ argument: KernelArgument) -> Program.Location?
    ) throws(EngineError) {
        let kernel = try kernel(step, tile)
        var arguments: [(KernelArgument, slot: Int, Program.Location)] = []
        if let place = location(graph.steps[step].result, .result) {
            arguments.append((.result, slots[kernel], place))
        }
        for (index, view) in graph.steps[step].inputs.enumerated() {
            guard let place = location(view, .input(index)) else { continue }
            arguments.append((.input(index), slots[kernel] + 1 + index, place))
        }
        program.call(kernel, step: step, arguments)
    }

    /// Where the caller's memory holds a buffer; nil if it does not.
    func external(_ buffer: Int) -> Program.Space? {
        if let place = outputs[buffer] { return .output(place) }
        if case .input(let index) = graph.buffers[buffer] { return .input(index) }
        return nil
    }
}

extension LoweredGraph {
    /// The distinct computed buffers that are given back, in the order of the outputs.
    var computedOutputs: [Int] {
        var result: [Int] = []
        for output in outputs {
            guard case .computed = buffers[output.view.buffer],
                !result.contains(output.view.buffer)
            else { continue }
            result.append(output.view.buffer)
        }
        return result
    }
}

extension ValueType {
    /// The bytes from one row of the batch to the next; 0 where there are none.
    var rowByteCount: Int { fixedShape == nil ? byteCount(rows: 1) : 0 }
}
