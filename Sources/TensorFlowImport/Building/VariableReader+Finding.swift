import Checkpoints

extension VariableReader {
    /// Whether the checkpoint holds a variable itself.
    func holds(_ node: Int) -> Bool { findItself(node) != nil }

    /// The name of a variable that the checkpoint holds.
    func checkpointName(of node: Int) -> String? { findItself(node)?.1.name }

    /// The name of a variable's average where the checkpoint has one by TensorFlow's name for it.
    func averageName(of node: Int) -> String? { findAverage(node)?.1.name }

    /// Renames and parts of names that match nothing, as options.
    var optionsWithoutEffect: [String] {
        let parts = checkpoint.map {
            StatisticsSelection(patterns: options.statistics, checkpoint: $0).unused
        }
        return names.unusedRenames(in: graph).map { "--rename '\($0)'" }
            + (parts ?? []).map { "--statistics '\($0)'" }
    }

    /// Where the checkpoint holds what a variable takes: itself, or its average.
    func find(_ node: Int) -> (SavedNames.Place, CheckpointVariable)? {
        if options.averages == .ema, let average = findAverage(node) { return average }
        return findItself(node)
    }

    private func findAverage(_ node: Int) -> (SavedNames.Place, CheckpointVariable)? {
        for place in names.places(of: node, in: graph)
        where !place.name.hasSuffix(SavedNames.averageSuffix) {
            if let stored = checkpoint?.variable(named: place.name + SavedNames.averageSuffix) {
                return (SavedNames.Place(name: stored.name, region: place.region), stored)
            }
        }
        return nil
    }

    private func findItself(_ node: Int) -> (SavedNames.Place, CheckpointVariable)? {
        for place in names.places(of: node, in: graph) {
            if let stored = checkpoint?.variable(named: place.name) { return (place, stored) }
        }
        return nil
    }

    /// Two variables may be parts of one, but a rename must not give two the same value.
    func refuseReadTogether(
        _ found: [(node: Int, place: SavedNames.Place)]
    ) throws(ImportError) {
        for (place, users) in Dictionary(grouping: found, by: \.place).sorted(by: {
            $0.key.name < $1.key.name
        }) where users.contains(where: { names.isRenamed($0.node, in: graph) }) {
            let given = Set(
                users.map { user in
                    graph.nodes[user.node].attributes.string("shared_name").flatMap {
                        $0.isEmpty ? nil : $0
                    } ?? graph.nodes[user.node].name
                })
            guard given.count < 2 else {
                throw .readTogether(given.sorted(), name: place.name)
            }
        }
    }

    func select(
        _ node: Int, taken: Set<String>
    ) throws(ImportError) -> CheckpointVariable? {
        guard let checkpoint, !options.statistics.isEmpty else { return nil }
        return try StatisticsSelection(patterns: options.statistics, checkpoint: checkpoint)
            .variable(
                for: graph.nodes[node].name,
                extents: graph.nodes[node].attributes.shape("shape")?.extents, taken: taken)
    }

    /// Layers built with training off update nothing; their statistics are told by name.
    func isNamedAsStatistic(_ node: Int) -> Bool {
        StatisticsSelection.Kind(variable: graph.nodes[node].name) != nil
    }

    /// Names that share words with the last part, have the shape and are nothing else's, those with
    /// most in common first; at most three.
    func similar(to name: String, extents: [Int?]?, taken: Set<String>) -> [String] {
        func words(_ text: some StringProtocol) -> Set<Substring> {
            Set(Substring(text.lowercased()).split { $0 == "/" || $0 == "_" })
        }
        let own = words(name)
        let last = name.split(separator: "/").last.map(words) ?? []
        let ranked = (checkpoint?.variables ?? []).compactMap {
            variable -> (name: String, score: Int)? in
            let shared = words(variable.name)
            guard !shared.isDisjoint(with: last), !taken.contains(variable.name),
                extents == nil || variable.shape.dimensions.map(Optional.init) == extents
            else { return nil }
            return (variable.name, shared.intersection(own).count)
        }
        return ranked.sorted { ($1.score, $0.name.count) < ($0.score, $1.name.count) }.prefix(3)
            .map(\.name)
    }
}
