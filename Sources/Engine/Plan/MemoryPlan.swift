import Graph
import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where each computed buffer lies for one batch size.
///
/// Buffers that are not needed at the same time share memory. Larger buffers are placed first, each
/// at the lowest place that is free while it lives.
struct MemoryPlan: Sendable {
    /// The offset of each buffer in the arena; nil if it does not lie there.
    private(set) var offsets: [Int?]
    /// The bytes of each buffer.
    private(set) var sizes: [Int]
    /// The level whose group of rows each buffer holds.
    private(set) var levels: [Int]
    /// The bytes of the arena that the buffers take.
    private(set) var byteCount = 0

    /// Cache lines and vector registers are at most this wide, in bytes.
    static let alignment = 64

    private struct Interval {
        let buffer: Int
        let size: Int
        let first: Int
        let last: Int
        var offset = 0
    }

    /// Places the buffers of a graph that runs on whole batches.
    ///
    /// - Throws: `EngineError.tooLarge` if a size can't be counted.
    init(_ graph: LoweredGraph, batchSize: Int) throws(EngineError) {
        try self.init(
            graph, batchSize: batchSize,
            levels: [GroupLevel(rows: batchSize, end: graph.steps.count)])
    }

    /// Places the buffers of a graph that runs in groups of rows.
    ///
    /// A buffer holds the rows of a group of the last level that touches it, and lives while that
    /// level's groups before it run if they make it.
    ///
    /// - Parameter bands: What runs in stripes; what lies within one holds some lines.
    /// - Parameter delay: For how many more steps a buffer stays, so that threads which are ahead
    ///   do not write where others still read.
    /// - Throws: `EngineError.tooLarge` if a size can't be counted.
    init(
        _ graph: LoweredGraph, batchSize: Int, levels: [GroupLevel],
        bands: [Band] = [], delay: Int = 0
    ) throws(EngineError) {
        offsets = Array(repeating: nil, count: graph.buffers.count)
        sizes = Array(repeating: 0, count: graph.buffers.count)
        self.levels = Array(repeating: levels.count - 1, count: graph.buffers.count)
        var firstUses = [Int?](repeating: nil, count: graph.buffers.count)
        let lastUses = graph.lastUses
        for (index, step) in graph.steps.enumerated() {
            let buffer = step.result.buffer
            firstUses[buffer] = firstUses[buffer] ?? index
            let level = Self.level(min(lastUses[buffer], graph.steps.count - 1), levels)
            self.levels[buffer] = level
            // Counted for the whole batch too, so that what can't be given back is refused.
            _ = try Self.byteCount(of: step, batchSize: batchSize)
            sizes[buffer] = try Self.byteCount(
                of: step, batchSize: lastUses[buffer] == .max ? batchSize : levels[level].rows)
        }
        for (buffer, sliding) in bands.flatMap(\.sliding) {
            sizes[buffer] = sliding.lineCount * sliding.lineByteCount
        }
        var intervals: [Interval] = []
        for (buffer, first) in firstUses.enumerated() {
            // An output is written straight into the tensor that is given back.
            guard let first, lastUses[buffer] != .max else { continue }
            let isMadeInside = Self.level(first, levels) < self.levels[buffer]
            // The steps of a band take turns, so that all their buffers live together.
            let (start, end) = (
                Self.steps(with: first, in: bands).lowerBound,
                Self.steps(with: lastUses[buffer], in: bands).upperBound - 1
            )
            intervals.append(
                Interval(
                    buffer: buffer, size: Self.aligned(sizes[buffer]),
                    first: isMadeInside ? 0 : start, last: end + delay))
        }
        place(intervals)
    }

    /// The steps that run together with a step.
    private static func steps(with step: Int, in bands: [Band]) -> Range<Int> {
        bands.first { $0.steps.contains(step) }?.steps ?? step..<step + 1
    }

    /// The level to which a step belongs.
    private static func level(_ step: Int, _ levels: [GroupLevel]) -> Int {
        levels.firstIndex { step < $0.end } ?? levels.count - 1
    }

    private mutating func place(_ intervals: [Interval]) {
        var placed: [Interval] = []
        for var interval in intervals.sorted(by: { ($0.size, $1.first) > ($1.size, $0.first) }) {
            for other in placed where interval.first <= other.last && other.first <= interval.last {
                if interval.offset + interval.size <= other.offset { break }
                interval.offset = max(interval.offset, other.offset + other.size)
            }
            let index = placed.firstIndex { $0.offset > interval.offset } ?? placed.count
            placed.insert(interval, at: index)
            offsets[interval.buffer] = interval.offset
            byteCount = max(byteCount, interval.offset + interval.size)
        }
    }

    static func aligned(_ size: Int) -> Int { (size + alignment - 1) & ~(alignment - 1) }

    /// No value may be larger than the machine's memory.
    private static let largestValue = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))

    private static func byteCount(
        of step: LoweredGraph.Step, batchSize: Int
    ) throws(EngineError) -> Int {
        let type = step.result.type
        var count = type.elementType.byteCount
        for dimension in type.dimensions {
            let factors: (Int, Int) =
                switch dimension {
                case .fixed(let extent): (extent, 1)
                case .batch(let times): (times, batchSize)
                }
            for factor in [factors.0, factors.1] {
                let (product, overflows) = count.multipliedReportingOverflow(by: factor)
                guard !overflows, product <= max(largestValue, 1 << 30) else {
                    throw .tooLarge(node: step.name, type: type, batchSize: batchSize)
                }
                count = product
            }
        }
        return count
    }
}
