import Wire

/// The tensors at a model's ends with the names that requests and answers use.
struct Endpoint: Hashable {
    let name: String
    let tensor: TensorReference
}

/// Finds what people named: by options first, then in the MetaGraph's signatures.
struct NamedEndpoints {
    let graph: TrainingGraph
    let options: ImportOptions
    let signature: TFSignatureDef?

    init(
        _ meta: TFMetaGraphDef, graph: TrainingGraph, options: ImportOptions
    ) throws(ImportError) {
        self.graph = graph
        self.options = options
        signature = try Self.signature(meta, named: options.signature)
    }

    /// The signature asked for; else `serving_default`, else the only one that predicts.
    private static func signature(
        _ meta: TFMetaGraphDef, named name: String?
    ) throws(ImportError) -> TFSignatureDef? {
        let known = meta.signatureDef
        if let name {
            guard let signature = known[name] else {
                throw .unknownSignature(name: name, known: known.keys.sorted())
            }
            return signature
        }
        if let signature = known["serving_default"] { return signature }
        let usable = known.filter {
            $0.key != "__saved_model_init_op" && !$0.key.hasPrefix("train")
        }
        return usable.count == 1 ? usable.first?.value : nil
    }

    /// The outputs that are named; empty if none are.
    func outputs() throws(ImportError) -> [Endpoint] {
        guard options.outputNodes.isEmpty else {
            return try endpoints(options.outputNodes, option: "--output-node")
        }
        return try endpoints(signature?.outputs ?? [:])
    }

    /// The inputs that are named; empty if none are.
    func inputs() throws(ImportError) -> [Endpoint] {
        guard options.inputNodes.isEmpty else {
            return try endpoints(options.inputNodes, option: "--input-node")
        }
        // A switch that a signature lists is set, not asked for.
        return try endpoints(signature?.inputs ?? [:]).filter { endpoint in
            graph.elementType(of: endpoint.tensor) != .dtBool
                && options.heldPlaceholders[graph.name(of: endpoint.tensor)] == nil
        }
    }

    private func endpoints(
        _ names: [String], option: String
    ) throws(ImportError) -> [Endpoint] {
        var result: [Endpoint] = []
        for name in names {
            guard let tensor = graph.tensor(named: name) else {
                throw .unknownTensor(
                    name: name, option: option, candidates: similar(to: name, option: option))
            }
            result.append(Endpoint(name: graph.name(of: tensor), tensor: tensor))
        }
        return result
    }

    private func endpoints(_ infos: [String: TFTensorInfo]) throws(ImportError) -> [Endpoint] {
        var result: [Endpoint] = []
        for (key, info) in infos.sorted(by: { $0.key < $1.key }) {
            guard let tensor = graph.tensor(named: info.name) else {
                throw .unknownTensor(name: info.name, option: "the signature", candidates: [])
            }
            result.append(Endpoint(name: key, tensor: tensor))
        }
        return result
    }

    /// Nodes whose name has something in common, and what the option usually names.
    private func similar(to name: String, option: String) -> [ImportError.Candidate] {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        let word = last.split(separator: ":").first.map { $0.lowercased() } ?? last
        let isInput = option == "--input-node"
        var found: [Int] = []
        for (index, node) in graph.nodes.enumerated()
        where !node.name.hasPrefix("gradients") && !node.name.hasPrefix("save/") {
            let isUsual = isInput ? node.isSource : node.op == "Softmax" || node.op == "Sigmoid"
            if isUsual || node.name.lowercased().contains(word) { found.append(index) }
            if found.count == 10 { break }
        }
        return found.map { graph.candidate(TensorReference($0)) }
    }
}
