/// Infers what requests give: the one tensor fed in training that the outputs depend on.
struct InputInference {
    let graph: TrainingGraph
    let resolution: BranchResolution

    /// The input, given what the outputs depend on when no input is chosen.
    ///
    /// - Throws: `ImportError.ambiguousInputs` or `.noInput`.
    func input(
        _ slice: InferenceSlice, outputs: [Endpoint]
    ) throws(ImportError) -> Endpoint {
        var fed: [TensorReference] = []
        for source in slice.steps.flatMap(\.inputs) + slice.results {
            guard case .tensor(let tensor) = source, graph[tensor].isSource,
                !resolution.isFixed(tensor.node), !fed.contains(tensor)
            else { continue }
            fed.append(tensor)
        }
        // Single numbers, such as a `keep_prob`, are parameters; they are asked for when all else is
        // clear.
        let batches = fed.filter { graph.dimensions(of: $0)?.isEmpty != true }
        if let only = Self.only(batches) { return endpoint(only) }
        if batches.isEmpty {
            let withDefault = slice.defaulted.filter {
                graph.dimensions(of: $0)?.isEmpty == false
            }
            if let only = Self.only(withDefault) { return endpoint(only) }
            guard !withDefault.isEmpty || !fed.isEmpty else {
                throw .noInput(outputs: outputs.map(\.name))
            }
            throw .ambiguousInputs(candidates: (withDefault + fed).map { graph.candidate($0) })
        }
        throw .ambiguousInputs(candidates: batches.map { graph.candidate($0) })
    }

    private static func only(_ tensors: [TensorReference]) -> TensorReference? {
        tensors.count == 1 ? tensors[0] : nil
    }

    private func endpoint(_ tensor: TensorReference) -> Endpoint {
        Endpoint(name: graph.name(of: tensor), tensor: tensor)
    }
}
