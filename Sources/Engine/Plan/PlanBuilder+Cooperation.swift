import Graph

/// What threads have read and written since they last waited for each other.
///
/// A thread must wait before it touches what another has touched since, unless both only read.
struct AccessHistory {
    /// Bytes that a thread reads or writes.
    struct Access {
        let thread: Int
        let space: Program.Space
        let bytes: Range<Int>
        let isWrite: Bool

        fileprivate func conflicts(with other: Access) -> Bool {
            thread != other.thread && (isWrite || other.isWrite) && space == other.space
                && bytes.overlaps(other.bytes)
        }
    }

    private var accesses: [Access] = []

    /// Notes accesses; says whether all threads must wait for each other before.
    mutating func mustWait(before next: [Access]) -> Bool {
        let conflicts = next.contains { access in
            accesses.contains { $0.conflicts(with: access) }
        }
        if conflicts { accesses = [] }
        accesses += next
        return conflicts
    }
}

extension PlanBuilder {
    /// One kernel's turn on one thread, with the places where its arguments lie.
    private struct Turn {
        let thread: Int
        let step: Int
        let tile: Tile
        let arguments: [(KernelArgument, Program.Location)]
        let accesses: [AccessHistory.Access]
    }

    /// Appends to the threads' programs what computes some rows together, each thread a part of
    /// each image.
    ///
    /// Threads wait for each other only where one needs what another makes, or would write where
    /// another still reads.
    ///
    /// - Parameter memory: Where buffers lie in the memory that all threads share.
    mutating func cooperate(
        on rows: Range<Int>, memory: MemoryPlan, programs: inout [Program]
    ) throws(EngineError) {
        var history = AccessHistory()
        for step in graph.steps.indices {
            let turns = try turns(of: step, rows: rows, threads: programs.count, memory)
            if history.mustWait(before: turns.flatMap(\.accesses)) {
                for thread in programs.indices { programs[thread].wait(before: step) }
            }
            for turn in turns {
                try call(step, turn.tile, in: &programs[turn.thread]) { _, argument in
                    turn.arguments.first { $0.0 == argument }?.1
                }
            }
        }
    }

    private mutating func turns(
        of step: Int, rows: Range<Int>, threads: Int, _ memory: MemoryPlan
    ) throws(EngineError) -> [Turn] {
        let cuts = cuts(of: step, threads: threads)
        guard cuts.count > 1, try keepsBits(step, cuts[0]) else {
            return [
                turn(
                    of: step, thread: 0, Tile(rows: rows.count), nil, rows.lowerBound, rows, memory)
            ]
        }
        var turns: [Turn] = []
        for row in rows {
            for (thread, cut) in cuts.enumerated() {
                guard let part = graph.steps[step].part(cut) else { continue }
                turns.append(
                    turn(of: step, thread: thread, Tile(rows: 1, cut: cut), part, row, rows, memory)
                )
            }
        }
        return turns
    }

    private func turn(
        of step: Int, thread: Int, _ tile: Tile, _ part: LoweredGraph.Part?, _ row: Int,
        _ rows: Range<Int>, _ memory: MemoryPlan
    ) -> Turn {
        var arguments: [(KernelArgument, Program.Location)] = []
        var accesses: [AccessHistory.Access] = []
        func add(_ argument: KernelArgument, _ view: LoweredGraph.View, _ cut: Tile.Cut?) {
            let type = view.type
            let bytes = cut?.bytes(of: type) ?? 0..<type.byteCount(rows: tile.rows)
            let location: Program.Location
            if let space = external(view.buffer) {
                location = Program.Location(
                    space: space, offset: row * type.rowByteCount + bytes.lowerBound)
            } else if let offset = memory.offsets[view.buffer] {
                location = Program.Location(
                    space: .shared,
                    offset: offset + (row - rows.lowerBound) * type.rowByteCount
                        + bytes.lowerBound)
            } else {
                return
            }
            arguments.append((argument, location))
            accesses.append(
                AccessHistory.Access(
                    thread: thread, space: location.space,
                    bytes: location.offset..<location.offset + bytes.count,
                    isWrite: argument == .result))
        }
        add(.result, graph.steps[step].result, tile.cut)
        for (index, view) in graph.steps[step].inputs.enumerated() {
            add(.input(index), view, part?.inputs[index])
        }
        return Turn(
            thread: thread, step: step, tile: tile, arguments: arguments, accesses: accesses)
    }

    /// The parts in which threads compute a step; one or none if it is not divided.
    private func cuts(of step: Int, threads: Int) -> [Tile.Cut] {
        let step = graph.steps[step]
        guard step.work >= policy.leastWorkPerStep else { return [] }
        if let channels = channelCuts(of: step, threads: threads) { return channels }
        guard step.result.type.isImages,
            let height = step.result.type.dimensions[1].fixedExtent,
            let width = step.result.type.dimensions[2].fixedExtent
        else { return [] }
        let ranges = Self.split(height, threads, by: step.algorithm.lineMultiple)
        let lines = ranges.map(Tile.Cut.lines)
        let places = Self.split(height * width, threads).map(Tile.Cut.places)
        // Lines where they come out about even, because then neighbouring layers divide alike and
        // threads wait less.
        let isEven = ranges.allSatisfy { $0.count * threads * 8 <= height * 9 }
        for cuts in isEven ? [lines, places] : [places, lines]
        where cuts.count == threads && cuts.allSatisfy({ step.part($0) != nil }) {
            return cuts
        }
        return []
    }

    /// The channels that each thread computes of a step that is best divided so: nil for others.
    ///
    /// One that transforms its filters as it runs, because then each filter is transformed by one
    /// thread only; and one with a single place, such as a dense layer, which can't be divided
    /// otherwise.
    private func channelCuts(of step: LoweredGraph.Step, threads: Int) -> [Tile.Cut]? {
        let instructions = VectorInstructionSet.ofThisProcessor
        guard step.inputs.count > 1, constants.isConstant(step.inputs[1].buffer),
            let channels = step.result.type.dimensions.last?.fixedExtent
        else { return nil }
        let multiple: Int
        if let (layer, tile) = step.winograd(for: instructions),
            layer.layout(tile: tile) == .winogradGathered
        {
            multiple = instructions.winogradResultMultiple
        } else if step.algorithm == .panels, step.result.type.placeCount == 1 {
            multiple = instructions.panelColumnMultiple
        } else {
            return nil
        }
        let cuts = Self.split(channels, threads, by: multiple).map(Tile.Cut.channels)
        return cuts.allSatisfy { step.part($0) != nil } ? cuts : nil
    }

    /// Divides what has an extent into non-empty ranges that begin at multiples of a number.
    static func split(_ extent: Int, _ parts: Int, by multiple: Int = 1) -> [Range<Int>] {
        let units = (extent + multiple - 1) / multiple
        return (0..<parts).map {
            units * $0 / parts * multiple..<min(extent, units * ($0 + 1) / parts * multiple)
        }.filter { !$0.isEmpty }
    }
}
