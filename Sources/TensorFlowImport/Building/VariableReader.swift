import Checkpoints
import Tensors
import Wire

/// Reads the variables of a slice from the checkpoint.
struct VariableReader {
    let graph: TrainingGraph
    let names: SavedNames
    /// Nil for a frozen graph, which needs none.
    let checkpoint: Checkpoint?
    let options: ImportOptions
    /// What variables take that the checkpoint lacks; nil if they may not lack.
    let initialValues: InitialValues?

    /// A variable with its value.
    struct Reading {
        let variable: ImportedModel.Variable
        let tensor: Tensor
        /// Whether it was found by a part of its name that people gave.
        let isSelected: Bool
    }

    /// Where each variable lies, in the order of `nodes`.
    ///
    /// - Parameter statistics: Variables that are moving averages.
    /// - Throws: `ImportError.missingVariables` or `.mismatchedVariables` with all that are;
    ///   `.renamedTogether` or `.ambiguousStatistic`.
    func read(
        _ nodes: [Int], statistics: Set<Int>
    ) throws(ImportError) -> [Int: Reading] {
        var found: [(node: Int, place: SavedNames.Place, stored: CheckpointVariable)] = []
        var absent: [Int] = []
        var missing: [ImportError.MissingVariable] = []
        var mismatched: [ImportError.MismatchedVariable] = []
        var readings: [Int: Reading] = [:]
        for node in nodes {
            guard let (place, stored) = find(node) else {
                if let tensor = initialValues?.value(of: node) {
                    readings[node] = Reading(
                        variable: ImportedModel.Variable(
                            name: graph.nodes[node].name,
                            checkpointName: names.places(of: node, in: graph)[0].name,
                            shape: tensor.shape, elementType: tensor.elementType),
                        tensor: tensor, isSelected: false)
                    continue
                }
                absent.append(node)
                continue
            }
            if let mismatch = mismatch(node, place, stored) { mismatched.append(mismatch) }
            found.append((node, place, stored))
        }
        try refuseRenamedTogether(found.map { ($0.node, $0.place) })
        let taken = Set(found.map(\.stored.name))
        var selected: [Int: String] = [:]
        for node in absent {
            let isStatistic = statistics.contains(node) || isNamedAsStatistic(node)
            guard isStatistic, let stored = try select(node, taken: taken) else {
                missing.append(self.missing(node, isStatistic: isStatistic, taken: taken))
                continue
            }
            let place = SavedNames.Place(name: stored.name, region: nil)
            if let mismatch = mismatch(node, place, stored) { mismatched.append(mismatch) }
            if let other = selected.first(where: { $0.value == stored.name })?.key {
                throw .ambiguousStatistic(
                    graph.nodes[node].name,
                    candidates: [stored.name + " (as could \(graph.nodes[other].name))"])
            }
            selected[node] = stored.name
            found.append((node, place, stored))
        }
        let file = checkpoint?.location.indexURL.path ?? "the graph comes without a checkpoint and"
        guard missing.isEmpty else { throw .missingVariables(missing, file: file) }
        guard mismatched.isEmpty else { throw .mismatchedVariables(mismatched, file: file) }
        guard let checkpoint else { return readings }
        for (node, place, stored) in found {
            let whole: Tensor
            do throws(CheckpointError) {
                whole = try checkpoint.tensor(named: stored.name)
            } catch { throw .checkpoint(error) }
            let tensor = place.region.map { whole.part($0) } ?? whole
            readings[node] = Reading(
                variable: ImportedModel.Variable(
                    name: graph.nodes[node].name, checkpointName: stored.name, shape: tensor.shape,
                    elementType: tensor.elementType),
                tensor: tensor, isSelected: selected[node] != nil)
        }
        return readings
    }

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

    private func find(_ node: Int) -> (SavedNames.Place, CheckpointVariable)? {
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

    private func mismatch(
        _ node: Int, _ place: SavedNames.Place, _ stored: CheckpointVariable
    ) -> ImportError.MismatchedVariable? {
        let attributes = graph.nodes[node].attributes
        let type = attributes.type("dtype")?.withoutReference
        let extents = attributes.shape("shape")?.extents
        var shape = stored.shape
        if let region = place.region, region.count == shape.rank,
            zip(region, shape.dimensions).allSatisfy({ $0.upperBound <= $1 })
        {
            shape = Shape(region.map(\.count))
        }
        let fits =
            extents.map { extents in
                extents.count == shape.rank
                    && zip(extents, shape.dimensions).allSatisfy { $0 == nil || $0 == $1 }
            } ?? true
        let hasRegion = place.region == nil || place.region?.count == stored.shape.rank
        guard !fits || !hasRegion || (type != nil && type != stored.dataType) else { return nil }
        let expected = extents.map { $0.map { $0.map(String.init) ?? "?" }.joined(separator: ", ") }
        return ImportError.MismatchedVariable(
            name: place.name, expected: "\((type ?? .dtInvalid).name)[\(expected ?? "…")]",
            given: "\(stored.dataType.name)\(shape)")
    }

    /// Two variables may be parts of one, but a rename must not give two the same value.
    private func refuseRenamedTogether(
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
                throw .renamedTogether(given.sorted(), name: place.name)
            }
        }
    }

    private func select(
        _ node: Int, taken: Set<String>
    ) throws(ImportError) -> CheckpointVariable? {
        guard let checkpoint, !options.statistics.isEmpty else { return nil }
        return try StatisticsSelection(patterns: options.statistics, checkpoint: checkpoint)
            .variable(
                for: graph.nodes[node].name,
                extents: graph.nodes[node].attributes.shape("shape")?.extents, taken: taken)
    }

    /// Layers built with training off update nothing; their statistics are told by name.
    private func isNamedAsStatistic(_ node: Int) -> Bool {
        StatisticsSelection.Kind(variable: graph.nodes[node].name) != nil
    }

    private func missing(
        _ node: Int, isStatistic: Bool, taken: Set<String>
    ) -> ImportError.MissingVariable {
        let name = names.places(of: node, in: graph)[0].name
        let extents = graph.nodes[node].attributes.shape("shape")?.extents
        return ImportError.MissingVariable(
            name: name, shape: extents ?? [], isStatistic: isStatistic,
            similar: similar(to: name, extents: extents, taken: taken))
    }

    /// Names that share words with the last part, have the shape and are nothing else's, those with
    /// most in common first; at most three.
    private func similar(to name: String, extents: [Int?]?, taken: Set<String>) -> [String] {
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

extension Tensor {
    /// A copy of a region: a range along each dimension, within the shape.
    fileprivate func part(_ region: [Range<Int>]) -> Tensor {
        let extents = region.map(\.count)
        let strides = shape.strides
        let size = elementType.byteCount
        let run = (extents.last ?? 1) * size
        return Tensor(shape: Shape(extents), elementType: elementType) { bytes in
            guard run > 0 else { return }
            withUnsafeBytes { source in
                var position = region.map(\.lowerBound)
                for start in stride(from: 0, to: bytes.count, by: run) {
                    let offset = zip(position, strides).reduce(0) { $0 + $1.0 * $1.1 } * size
                    UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + run])
                        .copyMemory(
                            from: UnsafeRawBufferPointer(
                                rebasing: source[offset..<offset + run]))
                    for axis in region.indices.dropLast().reversed() {
                        position[axis] += 1
                        if position[axis] < region[axis].upperBound { break }
                        position[axis] = region[axis].lowerBound
                    }
                }
            }
        }
    }
}
