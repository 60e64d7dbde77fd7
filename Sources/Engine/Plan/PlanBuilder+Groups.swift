import Graph

extension PlanBuilder {
    /// Where the buffers of a program that computes some rows of the batch lie.
    struct Groups {
        /// The rows of the inputs and outputs.
        let rows: Range<Int>
        let levels: [GroupLevel]
        let bands: [Band]
        /// Where buffers lie in the thread's own memory, for as many rows.
        let memory: MemoryPlan
    }

    /// A program that computes rows of the batch on one thread, depth-first in groups and stripes.
    mutating func program(_ groups: Groups) throws(EngineError) -> Program {
        var program = Program()
        var starts = Array(repeating: groups.rows.lowerBound, count: groups.levels.count)
        try emit(
            groups.rows, level: groups.levels.count - 1, groups, &starts, into: &program)
        return program
    }

    private mutating func emit(
        _ rows: Range<Int>, level: Int, _ groups: Groups, _ starts: inout [Int],
        into program: inout Program
    ) throws(EngineError) {
        let levels = groups.levels
        starts[level] = rows.lowerBound
        if level > 0 {
            let size = levels[level - 1].rows
            for first in stride(from: rows.lowerBound, to: rows.upperBound, by: size) {
                let group = first..<min(first + size, rows.upperBound)
                try emit(group, level: level - 1, groups, &starts, into: &program)
            }
        }
        var step = level > 0 ? levels[level - 1].end : 0
        while step < levels[level].end {
            if let band = groups.bands.first(where: { $0.steps.lowerBound == step }) {
                for row in rows { try emit(band, row: row, groups, starts, into: &program) }
                step = band.steps.upperBound
            } else {
                let tile = Tile(rows: rows.count)
                let builder = self
                try call(step, tile, in: &program) { [starts] view, _ in
                    builder.location(of: view, row: rows.lowerBound, groups, starts)
                }
                step += 1
            }
        }
    }

    /// Where a row of a view lies; nil for constants.
    private func location(
        of view: LoweredGraph.View, row: Int, _ groups: Groups, _ starts: [Int]
    ) -> Program.Location? {
        let rowBytes = view.type.rowByteCount
        if let space = external(view.buffer) {
            return Program.Location(space: space, offset: row * rowBytes)
        }
        guard let offset = groups.memory.offsets[view.buffer] else { return nil }
        let start = starts[groups.memory.levels[view.buffer]]
        return Program.Location(space: .own, offset: offset + (row - start) * rowBytes)
    }

    /// Appends a band's stripes of one row.
    private mutating func emit(
        _ band: Band, row: Int, _ groups: Groups, _ starts: [Int], into program: inout Program
    ) throws(EngineError) {
        for (stripe, lines) in band.stripes.enumerated() {
            keepLines(of: band, before: stripe, groups.memory, in: &program)
            for (step, lines) in zip(band.steps, lines) where !lines.isEmpty {
                let whole = graph.steps[step]
                let cut = Tile.Cut.lines(lines)
                guard let part = whole.part(cut) else {
                    preconditionFailure("a band has only steps that can be cut")
                }
                let builder = self
                try call(step, Tile(rows: 1, cut: cut), in: &program) { view, argument in
                    let used: Tile.Cut? =
                        if case .input(let index) = argument { part.inputs[index] } else { cut }
                    guard let used else {
                        return builder.location(of: view, row: row, groups, starts)
                    }
                    let line = used.range.lowerBound
                    let lineBytes = used.unitByteCount(of: view.type)
                    if let sliding = band.sliding[view.buffer],
                        let offset = groups.memory.offsets[view.buffer]
                    {
                        let first = sliding.firstLines[stripe]
                        return Program.Location(
                            space: .own, offset: offset + (line - first) * lineBytes)
                    }
                    guard
                        let base = builder.location(of: view, row: row, groups, starts)
                    else { return nil }
                    return Program.Location(
                        space: base.space, offset: base.offset + line * lineBytes)
                }
            }
        }
    }

    /// Moves the lines that a stripe needs again to the front of the buffers that hold them.
    private func keepLines(
        of band: Band, before stripe: Int, _ memory: MemoryPlan, in program: inout Program
    ) {
        guard stripe > 0 else { return }
        for (buffer, sliding) in band.sliding.sorted(by: { $0.key < $1.key }) {
            guard let offset = memory.offsets[buffer] else { continue }
            let moved = sliding.firstLines[stripe] - sliding.firstLines[stripe - 1]
            let kept = sliding.madeBefore[stripe] - sliding.firstLines[stripe]
            guard moved > 0, kept > 0 else { continue }
            program.move(
                from: offset + moved * sliding.lineByteCount, to: offset,
                byteCount: kept * sliding.lineByteCount, before: band.steps.lowerBound)
        }
    }
}
