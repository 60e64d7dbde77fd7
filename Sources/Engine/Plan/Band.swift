import Graph

/// Consecutive steps that run depth-first through horizontal stripes of an image, so that what lies
/// between them stays near the core where a whole image's would not.
///
/// Every line is computed once: lines that later stripes need again are kept. A band is the same for
/// all batch sizes.
struct Band: Sendable {
    /// A buffer that only the band uses: it holds some lines at a time.
    struct Sliding: Sendable {
        let lineByteCount: Int
        /// The most lines it holds.
        let lineCount: Int
        /// For each stripe the first line it holds.
        let firstLines: [Int]
        /// For each stripe the index after the last line that was made before it.
        let madeBefore: [Int]
    }

    let steps: Range<Int>
    /// For each stripe the lines that each step computes.
    let stripes: [[Range<Int>]]
    let sliding: [Int: Sliding]
    /// The bytes that a stripe works on.
    let workingByteCount: Int
    /// The bytes of images that it reads from buffers it shares with other steps, or writes to them.
    let outerByteCount: Int
}

/// Makes bands of a graph's steps.
struct BandMaker {
    let graph: LoweredGraph
    let steps: [LineStep?]
    private let firstUses: [Int]
    private let lastUses: [Int]

    init(_ graph: LoweredGraph) {
        self.graph = graph
        steps = graph.steps.map(LineStep.init)
        lastUses = graph.lastUses
        var firstUses = [Int](repeating: -1, count: graph.buffers.count)
        for (index, step) in graph.steps.enumerated().reversed() {
            firstUses[step.result.buffer] = index
        }
        self.firstUses = firstUses
    }

    /// The band of some steps, whose last computes so many lines in a stripe; nil if these steps
    /// can't be one.
    func band(_ range: Range<Int>, lines: Int) -> Band? {
        let steps = steps[range].compactMap(\.self)
        guard steps.count == range.count, let last = steps.last, lines > 0 else { return nil }
        let producers = producers(steps)
        for (step, made) in zip(steps, producers) {
            for (read, producer) in zip(step.reads, made) {
                guard let producer else { continue }
                // Other views of a buffer have other lines.
                guard read.height == steps[producer].height,
                    read.lineByteCount == steps[producer].lineByteCount
                else { return nil }
            }
        }
        let count = (last.height + lines - 1) / lines
        var done = [Int](repeating: 0, count: steps.count)
        var stripes: [[Range<Int>]] = []
        for stripe in 0..<count {
            var ends = [Int](repeating: 0, count: steps.count)
            ends[steps.count - 1] = min(last.height, lines * (stripe + 1))
            for index in steps.indices.reversed() {
                ends[index] =
                    stripe == count - 1
                    ? steps[index].height : steps[index].partEnd(ends[index])
                for (read, producer) in zip(steps[index].reads, producers[index]) {
                    guard let producer else { continue }
                    ends[producer] = max(ends[producer], read.end(for: ends[index]))
                }
            }
            stripes.append(zip(done, ends).map { $0..<max($0, $1) })
            done = ends
        }
        guard keepsVersions(steps, producers, stripes) else { return nil }
        let sliding = sliding(range, steps, stripes)
        let outer = outerByteCounts(steps, stripes, sliding)
        return Band(
            steps: range, stripes: stripes, sliding: sliding,
            workingByteCount: sliding.values.reduce(outer.stripe) {
                $0 + $1.lineCount * $1.lineByteCount
            } + steps.reduce(0) { $0 + $1.wholeByteCount }, outerByteCount: outer.all)
    }

    /// For each read the step before it, among these, that made what it reads; nil if none did.
    private func producers(_ steps: [LineStep]) -> [[Int?]] {
        steps.enumerated().map { index, step in
            step.reads.map { read in
                steps[..<index].lastIndex { $0.buffer == read.buffer }
            }
        }
    }

    /// Whether each stripe reads what it should where steps overwrite their operands: what the step
    /// before made, and not yet what a later one makes.
    private func keepsVersions(
        _ steps: [LineStep], _ producers: [[Int?]], _ stripes: [[Range<Int>]]
    ) -> Bool {
        var versions: [Int: [Int?]] = [:]
        for stripe in stripes {
            for (index, lines) in stripe.enumerated() where !lines.isEmpty {
                let step = steps[index]
                for (read, producer) in zip(step.reads, producers[index]) {
                    guard let held = versions[read.buffer] else {
                        if producer != nil { return false }
                        continue
                    }
                    guard held.count == read.height else { return false }
                    let needed = read.first(for: lines.lowerBound)..<read.end(for: lines.upperBound)
                    guard needed.allSatisfy({ held[$0] == producer }) else { return false }
                }
                var held = versions[step.buffer] ?? Array(repeating: nil, count: step.height)
                guard held.count == step.height else { return false }
                for line in lines { held[line] = index }
                versions[step.buffer] = held
            }
        }
        return true
    }

    private func sliding(
        _ range: Range<Int>, _ steps: [LineStep], _ stripes: [[Range<Int>]]
    ) -> [Int: Band.Sliding] {
        var result: [Int: Band.Sliding] = [:]
        for buffer in Set(steps.map(\.buffer)) {
            guard range.contains(firstUses[buffer]), range.contains(lastUses[buffer]),
                let writer = steps.first(where: { $0.buffer == buffer })
            else { continue }
            var (firstLines, madeBefore, most, made) = ([Int](), [Int](), 0, 0)
            for stripe in stripes {
                var first = writer.height
                var end = made
                for (step, lines) in zip(steps, stripe) {
                    if step.buffer == buffer {
                        first = min(first, lines.lowerBound)
                        end = max(end, lines.upperBound)
                    }
                    for read in step.reads
                    where read.buffer == buffer && lines.lowerBound < step.height {
                        first = min(first, read.first(for: lines.lowerBound))
                    }
                }
                first = max(first, firstLines.last ?? 0)
                firstLines.append(first)
                madeBefore.append(made)
                made = end
                most = max(most, end - first)
            }
            result[buffer] = Band.Sliding(
                lineByteCount: writer.lineByteCount, lineCount: max(1, most),
                firstLines: firstLines, madeBefore: madeBefore)
        }
        return result
    }

    /// The bytes of images outside of the band's own buffers: in the largest stripe, and in all.
    private func outerByteCounts(
        _ steps: [LineStep], _ stripes: [[Range<Int>]], _ sliding: [Int: Band.Sliding]
    ) -> (stripe: Int, all: Int) {
        var (most, all) = (0, 0)
        for stripe in stripes {
            var count = 0
            for (step, lines) in zip(steps, stripe) where !lines.isEmpty {
                if sliding[step.buffer] == nil { count += lines.count * step.lineByteCount }
                for read in step.reads where sliding[read.buffer] == nil {
                    count +=
                        (read.end(for: lines.upperBound) - read.first(for: lines.lowerBound))
                        * read.lineByteCount
                }
            }
            most = max(most, count)
            all += count
        }
        return (most, all)
    }
}
