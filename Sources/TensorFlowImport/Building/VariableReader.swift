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
    ///   `.readTogether` or `.ambiguousStatistic`.
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
                absent.append(node)
                continue
            }
            if let mismatch = mismatch(node, place, stored) { mismatched.append(mismatch) }
            found.append((node, place, stored))
        }
        try refuseReadTogether(found.map { ($0.node, $0.place) })
        let taken = Set(found.map(\.stored.name))
        var selected: [Int: String] = [:]
        for node in absent {
            let isStatistic = statistics.contains(node) || isNamedAsStatistic(node)
            guard isStatistic, let stored = try select(node, taken: taken) else {
                if let tensor = initialValues?.value(of: node) {
                    readings[node] = initial(tensor, of: node)
                    continue
                }
                missing.append(self.missing(node, isStatistic: isStatistic, taken: taken))
                continue
            }
            let place = SavedNames.Place(name: stored.name, region: nil)
            if let mismatch = mismatch(node, place, stored) { mismatched.append(mismatch) }
            if let other = selected.first(where: { $0.value == stored.name })?.key {
                throw .readTogether(
                    [graph.nodes[other].name, graph.nodes[node].name], name: stored.name)
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

    private func initial(_ tensor: Tensor, of node: Int) -> Reading {
        Reading(
            variable: ImportedModel.Variable(
                name: graph.nodes[node].name,
                checkpointName: names.places(of: node, in: graph)[0].name,
                shape: tensor.shape, elementType: tensor.elementType),
            tensor: tensor, isSelected: false)
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

    private func missing(
        _ node: Int, isStatistic: Bool, taken: Set<String>
    ) -> ImportError.MissingVariable {
        let name = names.places(of: node, in: graph)[0].name
        let extents = graph.nodes[node].attributes.shape("shape")?.extents
        return ImportError.MissingVariable(
            name: name, shape: extents ?? [], isStatistic: isStatistic,
            similar: similar(to: name, extents: extents, taken: taken))
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
