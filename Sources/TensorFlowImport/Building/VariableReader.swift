import Checkpoints
import Tensors
import Wire

/// Reads the variables of a slice from the checkpoint.
struct VariableReader {
    let graph: TrainingGraph
    let names: SavedNames
    /// Nil for a frozen graph, which needs none.
    let checkpoint: Checkpoint?
    /// What variables take that the checkpoint lacks; nil if they may not lack.
    var initialValues: InitialValues?

    /// A variable with its value.
    struct Reading {
        let variable: ImportedModel.Variable
        let tensor: Tensor
    }

    /// Where each variable lies, in the order of `nodes`.
    ///
    /// - Parameter statistics: Variables that are moving averages.
    /// - Throws: `ImportError.missingVariables` or `.mismatchedVariables` with all that are.
    func read(
        _ nodes: [Int], statistics: Set<Int>
    ) throws(ImportError) -> [Int: Reading] {
        var found: [(node: Int, place: SavedNames.Place, stored: CheckpointVariable)] = []
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
                        tensor: tensor)
                    continue
                }
                missing.append(self.missing(node, isStatistic: statistics.contains(node)))
                continue
            }
            if let mismatch = mismatch(node, place, stored) { mismatched.append(mismatch) }
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
                tensor: tensor)
        }
        return readings
    }

    /// Whether the checkpoint holds a variable.
    func holds(_ node: Int) -> Bool { find(node) != nil }

    private func find(_ node: Int) -> (SavedNames.Place, CheckpointVariable)? {
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

    private func missing(_ node: Int, isStatistic: Bool) -> ImportError.MissingVariable {
        let name = names.places(of: node, in: graph)[0].name
        let extents = graph.nodes[node].attributes.shape("shape")?.extents
        return ImportError.MissingVariable(
            name: name, shape: extents ?? [], isStatistic: isStatistic,
            similar: similar(to: name, extents: extents))
    }

    /// Names that share the last part, or hold it, and have the shape; at most three.
    private func similar(to name: String, extents: [Int?]?) -> [String] {
        func words(_ text: some StringProtocol) -> Set<Substring> {
            Set(Substring(text.lowercased()).split { $0 == "/" || $0 == "_" })
        }
        let own = words(name)
        let last = name.split(separator: "/").last.map(words) ?? []
        let ranked = (checkpoint?.variables ?? []).compactMap {
            variable -> (name: String, score: Int)? in
            let shared = words(variable.name)
            guard !shared.isDisjoint(with: last),
                extents == nil || variable.shape.dimensions.map(Optional.init) == extents
            else { return nil }
            return (variable.name, shared.intersection(own).count)
        }
        return ranked.sorted { $0.score > $1.score }.prefix(3).map(\.name)
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
