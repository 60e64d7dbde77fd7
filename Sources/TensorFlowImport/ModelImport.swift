import Checkpoints
import Graph
import Tensors
import Wire

/// One import, step by step.
struct ModelImport {
    private let meta: TFMetaGraphDef
    private let checkpoint: Checkpoint?
    private let options: ImportOptions
    private let graph: TrainingGraph
    private let outputs: [Endpoint]
    private let namedInputs: [Endpoint]
    private let areOutputsInferred: Bool
    private let resolution: BranchResolution
    private let averages: MovingAverages
    private let reader: VariableReader
    /// The averages of variables that the checkpoint has, by the variables averaged.
    private let shadows: [Int: Int]

    init(
        _ meta: TFMetaGraphDef, checkpoint: Checkpoint?, options: ImportOptions
    ) throws(ImportError) {
        self.meta = meta
        self.checkpoint = checkpoint
        self.options = options
        var graph = try TrainingGraph(
            meta.graphDef, operators: meta.metaInfoDef.strippedOpList)
        let named = try NamedEndpoints(meta, graph: graph, options: options)
        namedInputs = try named.inputs()
        var outputs = try named.outputs()
        areOutputsInferred = outputs.isEmpty
        if outputs.isEmpty {
            let tensor = try OutputInference(graph).output()
            outputs = [Endpoint(name: graph.name(of: tensor), tensor: tensor)]
        }
        self.outputs = outputs
        try graph.inlineCalls(neededFor: outputs.map(\.tensor))
        self.graph = graph
        resolution = BranchResolution(graph: graph, held: try Self.held(options, graph))
        averages = MovingAverages(resolution)
        reader = VariableReader(
            graph: graph,
            names: SavedNames(
                resolution, saver: meta.saverDef, renaming: try Renaming(options.renames)),
            checkpoint: checkpoint, options: options,
            initialValues: options.missingVariables == .initial ? InitialValues(resolution) : nil)
        shadows = averages.shadows.compactMapValues { [reader] shadows in
            shadows.first { reader.holds($0) }
        }
    }

    static func held(
        _ options: ImportOptions, _ graph: TrainingGraph
    ) throws(ImportError) -> [Int: Double] {
        var held: [Int: Double] = [:]
        for (name, value) in options.heldPlaceholders {
            guard let tensor = graph.tensor(named: name) else {
                let placeholders = graph.nodes.indices.filter {
                    graph.nodes[$0].op.hasPrefix("Placeholder")
                }
                throw .unknownTensor(
                    name: name, option: "--hold",
                    candidates: placeholders.map { graph.candidate(TensorReference($0)) })
            }
            held[tensor.node] = value
        }
        return held
    }

    /// The model.
    func model() throws(ImportError) -> ImportedModel {
        var inputs = namedInputs
        if inputs.isEmpty {
            let whole = try slice(from: [])
            inputs = [
                try InputInference(graph: graph, resolution: resolution)
                    .input(whole, outputs: outputs) { inputs throws(ImportError) in
                        try self.slice(from: inputs)
                    }
            ]
        }
        let slice = try slice(from: Set(inputs.map(\.tensor)))
        try refuseRenormalization(slice)
        try checkOperators(slice, inputs)
        let readings = try read(slice)
        let assembly = GraphAssembly(
            graph: graph, slice: slice, resolution: resolution,
            inputs: used(inputs, by: slice), outputs: outputs, variables: readings)
        let (built, batchNotes) = try build(assembly)
        let held = heldAverages()
        let variables = slice.steps.compactMap { readings[$0.node]?.variable }
        let read = Set(variables.map(\.checkpointName))
        return ImportedModel(
            graph: built, variables: variables,
            unreadVariables: (checkpoint?.variableNames ?? []).filter { !read.contains($0) },
            averages: Dictionary(
                held.map { (graph.nodes[$0.variable].name, $0.average) }, uniquingKeysWith: { $1 }),
            notes: notes(slice, inputs) + namingNotes(readings, held) + batchNotes,
            tensorFlowVersion: meta.metaInfoDef.tensorflowVersion.isEmpty
                ? nil : meta.metaInfoDef.tensorflowVersion,
            globalStep: globalStep, checkpoint: checkpoint)
    }

    private func slice(from inputs: Set<TensorReference>) throws(ImportError) -> InferenceSlice {
        try InferenceSlice(
            computing: outputs.map(\.tensor), from: inputs, resolution, averages: averages,
            shadows: options.averages == .ema ? shadows : [:]
        ) { candidates in
            candidates.first { reader.holds($0.variable) } ?? candidates.first
        }
    }

    /// Inputs that the outputs depend on; a signature may list others, such as labels.
    private func used(_ inputs: [Endpoint], by slice: InferenceSlice) -> [Endpoint] {
        let read = Set(slice.steps.flatMap(\.inputs) + slice.results)
        return inputs.filter { read.contains(.tensor($0.tensor)) }
    }

    private func checkOperators(
        _ slice: InferenceSlice, _ inputs: [Endpoint]
    ) throws(ImportError) {
        let cut = Set(inputs.map(\.tensor.node))
        var order: [String] = []
        var needing: [String: [String]] = [:]
        for step in slice.steps where !cut.contains(step.node) {
            let node = graph.nodes[step.node]
            guard !node.isVariable, !node.op.hasPrefix("Placeholder"),
                OperatorTable.importers[node.op] == nil
            else { continue }
            if needing[node.op] == nil { order.append(node.op) }
            needing[node.op, default: []].append(node.name)
        }
        guard order.isEmpty else {
            throw .unsupportedOperators(order.map { .init(op: $0, nodes: needing[$0] ?? []) })
        }
    }

    /// Batch renormalization is corrected by further averages, which its layers keep beside the
    /// moving mean.
    private func refuseRenormalization(_ slice: InferenceSlice) throws(ImportError) {
        for step in slice.steps where graph.nodes[step.node].isVariable {
            let path = graph.nodes[step.node].name.split(separator: "/")
            let sibling = (path.dropLast() + ["renorm_mean"]).joined(separator: "/")
            guard graph.positions[sibling] != nil else { continue }
            throw .renormalization(layer: path.dropLast().joined(separator: "/"))
        }
    }

    private func read(
        _ slice: InferenceSlice
    ) throws(ImportError) -> [Int: VariableReader.Reading] {
        let nodes = slice.steps.map(\.node).filter {
            graph.nodes[$0].isVariable && !resolution.isSwitch($0)
        }
        let kept = Set(averages.averages.values.joined().map(\.variable))
        return try reader.read(nodes, statistics: kept)
    }

    /// Builds with the batch opened; if the graph insists on its size, as it is.
    private func build(
        _ assembly: GraphAssembly
    ) throws(ImportError) -> (Graph, [ImportNote]) {
        let types = InputTypes(graph: graph, options: options)
        do {
            let (built, fixed) = try assembly.build(types: types, opensBatch: true)
            return (built, fixed.map { .batchSizeOpened(input: $0.input, from: $0.size) })
        } catch {
            let opened = error
            guard let (built, fixed) = try? assembly.build(types: types, opensBatch: false),
                !fixed.isEmpty
            else { throw opened }
            return (built, fixed.map { .batchSizeKept(input: $0.input, at: $0.size) })
        }
    }

    private var globalStep: Int? {
        guard let checkpoint, let variable = checkpoint.variable(named: "global_step"),
            variable.shape.elementCount == 1
        else { return nil }
        return (try? checkpoint.tensor(named: "global_step"))?.integers?.first
    }

    private func notes(_ slice: InferenceSlice, _ inputs: [Endpoint]) -> [ImportNote] {
        func names(_ nodes: Set<Int>) -> [String] { nodes.sorted().map { graph.nodes[$0].name } }
        var notes: [ImportNote] = []
        if namedInputs.isEmpty { notes.append(.inferredInputs(inputs.map(\.name))) }
        if areOutputsInferred { notes.append(.inferredOutputs(outputs.map(\.name))) }
        for (node, kind) in resolution.switches.sorted(by: { $0.key < $1.key }) {
            let wasTrue = kind == .defaultTrue || kind == .constantTrue
            notes.append(
                .trainingSwitch(name: graph.nodes[node].name, wasTrueByDefault: wasTrue))
        }
        if !slice.replacedStatistics.isEmpty {
            notes.append(.batchStatisticsReplaced(nodes: names(slice.replacedStatistics)))
        }
        if !slice.leftOut.isEmpty { notes.append(.chanceLeftOut(nodes: names(slice.leftOut))) }
        if !slice.ignoredAssignments.isEmpty {
            notes.append(.assignmentsIgnored(nodes: names(slice.ignoredAssignments)))
        }
        return notes
    }

    /// Averages of variables that the checkpoint has, in the graph's order.
    private func heldAverages() -> [(variable: Int, average: String)] {
        graph.nodes.indices.filter { graph.nodes[$0].isVariable }.compactMap { variable in
            let average =
                shadows[variable].flatMap { reader.checkpointName(of: $0) }
                ?? reader.averageName(of: variable)
            return average.map { (variable, $0) }
        }
    }

    private func namingNotes(
        _ readings: [Int: VariableReader.Reading], _ held: [(variable: Int, average: String)]
    ) -> [ImportNote] {
        var notes: [ImportNote] = []
        let averaged = held.map(\.variable).filter { reader.holds($0) }
        if !averaged.isEmpty {
            notes.append(
                .averagedWeights(
                    variables: averaged.map { graph.nodes[$0].name }, used: options.averages))
        }
        let selected = readings.values.filter(\.isSelected).map(\.variable)
        if !selected.isEmpty {
            notes.append(
                .statisticsSelected(
                    Dictionary(
                        selected.map { ($0.name, $0.checkpointName) }, uniquingKeysWith: { $1 })))
        }
        return notes + reader.optionsWithoutEffect.map { .withoutEffect(option: $0) }
    }
}
