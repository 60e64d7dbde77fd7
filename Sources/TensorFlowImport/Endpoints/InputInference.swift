/// Infers what requests give: the one tensor fed in training that the outputs depend on.
struct InputInference {
    let graph: TrainingGraph
    let resolution: BranchResolution

    /// The input, given what the outputs depend on when no input is chosen.
    ///
    /// - Parameter slicing: Slices the graph again, from the tensors given.
    /// - Throws: `ImportError.ambiguousInputs` or `.noInput`, and what `slicing` throws.
    func input(
        _ slice: InferenceSlice, outputs: [Endpoint],
        slicing: (Set<TensorReference>) throws(ImportError) -> InferenceSlice
    ) throws(ImportError) -> Endpoint {
        let fed = fed(slice)
        let batches = fed.filter(isBatch)
        let withDefault = slice.defaulted.filter {
            graph.dimensions(of: $0)?.isEmpty == false
        }
        // A `placeholder_with_default` over an input pipeline is there to be fed instead of it.
        if !batches.isEmpty, let only = Self.only(withDefault), !dependsOnVariable(only),
            !self.fed(try slicing([only])).contains(where: isBatch)
        {
            return endpoint(only)
        }
        if let only = Self.only(batches) { return endpoint(only) }
        if batches.isEmpty {
            if let only = Self.only(withDefault) { return endpoint(only) }
            guard !withDefault.isEmpty || !fed.isEmpty else {
                throw .noInput(outputs: outputs.map(\.name))
            }
            throw .ambiguousInputs(candidates: (withDefault + fed).map { graph.candidate($0) })
        }
        throw .ambiguousInputs(candidates: batches.map { graph.candidate($0) })
    }

    /// What the slice reads of the tensors that training feeds.
    private func fed(_ slice: InferenceSlice) -> [TensorReference] {
        var fed: [TensorReference] = []
        for source in slice.steps.flatMap(\.inputs) + slice.results {
            guard case .tensor(let tensor) = source, graph[tensor].isSource,
                !resolution.isFixed(tensor.node), !fed.contains(tensor)
            else { continue }
            fed.append(tensor)
        }
        return fed
    }

    /// Whether a tensor is computed by something trained; a default in the midst of a network is.
    private func dependsOnVariable(_ tensor: TensorReference) -> Bool {
        var reached: Set = [tensor.node]
        var pending = [tensor.node]
        while let index = pending.popLast() {
            let node = graph.nodes[index]
            if node.isVariable { return true }
            let results = (node.branches?.whenTrue ?? []) + (node.branches?.whenFalse ?? [])
            for input in node.inputs + results where reached.insert(input.node).inserted {
                pending.append(input.node)
            }
        }
        return false
    }

    /// Single numbers, such as a `keep_prob`, are parameters; they are asked for when all else is
    /// clear.
    private func isBatch(_ tensor: TensorReference) -> Bool {
        graph.dimensions(of: tensor)?.isEmpty != true
    }

    private static func only(_ tensors: [TensorReference]) -> TensorReference? {
        tensors.count == 1 ? tensors[0] : nil
    }

    private func endpoint(_ tensor: TensorReference) -> Endpoint {
        Endpoint(name: graph.name(of: tensor), tensor: tensor)
    }
}
