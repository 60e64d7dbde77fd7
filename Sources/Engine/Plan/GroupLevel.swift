import Graph

/// One level of depth-first execution: the first steps of a graph run for a few rows at a time.
///
/// Levels nest: the steps before a level's end that do not belong to the levels before it run once
/// for each of its groups, after the groups of the level before have run. The last level is the
/// whole batch.
struct GroupLevel: Hashable, Sendable {
    /// The rows of a group; the last group may have fewer.
    let rows: Int
    /// The index after the last step.
    let end: Int
}

extension LoweredGraph {
    /// Groups of rows with which activations stay near the core and weights are not fetched too
    /// often.
    ///
    /// Each step asks for the group that moves the fewest bytes a row: its weights come once for
    /// each group, while its activations stay in a cache only if the whole group's fit. A step has
    /// at most the rows of those after it, so that levels nest.
    func groupLevels(
        rows: Int, cache: CacheSize, bands: [Band] = []
    ) -> [GroupLevel] {
        guard rows > 1, isRowwise else { return [GroupLevel(rows: rows, end: steps.count)] }
        var wanted = steps.map { groupSize(of: $0, rows: rows, cache: cache) }
        for index in wanted.indices.dropLast().reversed() {
            wanted[index] = min(wanted[index], wanted[index + 1])
        }
        for band in bands {
            for step in band.steps { wanted[step] = wanted[band.steps.lowerBound] }
        }
        var levels: [GroupLevel] = []
        for (index, size) in wanted.enumerated() where size != wanted.dropFirst(index + 1).first {
            levels.append(GroupLevel(rows: size, end: index + 1))
        }
        if levels.last?.rows != rows { levels.append(GroupLevel(rows: rows, end: steps.count)) }
        return levels
    }

    private func groupSize(of step: Step, rows: Int, cache: CacheSize) -> Int {
        var activations = step.result.type.byteCount(rows: 1)
        var weights = 0
        for (index, input) in step.inputs.enumerated() where index != step.overwrittenInput {
            if case .constant = buffers[input.buffer] {
                weights += input.type.byteCount(rows: 1)
            } else {
                activations += input.type.byteCount(rows: 1)
            }
        }
        var best = (rows: rows, cost: Double.infinity)
        var size = 1
        while true {
            let group = min(size, rows)
            // Memory is some times slower than the shared cache, and weights come from there.
            var cost = 3 * Double(weights) / Double(group)
            if activations * group > cache.perCore { cost += Double(activations) }
            if activations * group > cache.shared { cost += 2 * Double(activations) }
            if cost <= best.cost { best = (group, cost) }
            if group == rows { return best.rows }
            size *= 2
        }
    }
}

extension ValueType {
    /// The bytes for so many rows; must have been checked to be countable.
    func byteCount(rows: Int) -> Int {
        dimensions.reduce(elementType.byteCount) { $0 &* $1.extent(batchSize: rows) }
    }
}
