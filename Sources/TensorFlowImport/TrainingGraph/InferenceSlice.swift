/// The part of a training graph that computes chosen tensors at inference, in an order in which it
/// can run: conditionals decided, batch statistics replaced by moving averages, chance left out.
struct InferenceSlice {
    /// Where an input of a sliced node comes from.
    enum Source: Hashable {
        /// An output of a node of the slice.
        case tensor(TensorReference)
        /// A moving average.
        case average(MovingAverages.Average)
    }

    /// A node of the slice.
    struct Step {
        let node: Int
        let inputs: [Source]
    }

    /// The nodes, each after the ones it reads.
    private(set) var steps: [Step] = []
    /// What each of the chosen tensors is.
    private(set) var results: [Source] = []
    /// Dropout and noise layers that were left out, by node.
    private(set) var leftOut: Set<Int> = []
    /// Assignments whose result was used: the variable is, as nothing is assigned.
    private(set) var ignoredAssignments: Set<Int> = []
    /// Layers whose batch statistics were replaced by averages.
    private(set) var replacedStatistics: Set<Int> = []
    /// The averages that took the place of statistics.
    private(set) var usedAverages: Set<MovingAverages.Average> = []
    /// Placeholders that took their default.
    private(set) var defaulted: [TensorReference] = []

    private let resolution: BranchResolution
    private let averages: MovingAverages
    private let random: RandomLayers
    private let blending: FlagBlending
    private let inputs: Set<TensorReference>
    private let shadows: [Int: Int]
    private let choose: ([MovingAverages.Average]) -> MovingAverages.Average?
    private var graph: TrainingGraph { resolution.graph }

    /// Slices a graph.
    ///
    /// - Parameters:
    ///   - tensors: What is to be computed.
    ///   - inputs: What requests give; nothing before these is looked at.
    ///   - shadows: Variables that take the place of others, by the variable replaced.
    ///   - choose: Picks one average when several average the same tensor.
    /// - Throws: `ImportError` if a branch is only known with a request, a batch normalization has no
    ///   averages, or the graph has a cycle.
    init(
        computing tensors: [TensorReference], from inputs: Set<TensorReference>,
        _ resolution: BranchResolution, averages: MovingAverages,
        shadows: [Int: Int] = [:],
        choose: @escaping ([MovingAverages.Average]) -> MovingAverages.Average? = { $0.first }
    ) throws(ImportError) {
        self.resolution = resolution
        self.averages = averages
        self.inputs = inputs
        self.shadows = shadows
        self.choose = choose
        random = RandomLayers(resolution)
        blending = FlagBlending(resolution)
        for tensor in tensors { results.append(try source(of: tensor)) }
        try order()
    }

    /// Adds the nodes that the results depend on, each after its inputs; no recursion, since
    /// networks are thousands of nodes deep.
    private mutating func order() throws(ImportError) {
        enum State { case open, done }
        var states: [Int: State] = [:]
        var stack: [(node: Int, step: Step?)] = results.reversed().map { (Self.node($0), nil) }
        while let (node, step) = stack.popLast() {
            if let step {
                states[node] = .done
                steps.append(step)
                continue
            }
            switch states[node] {
            case .done: continue
            case .open:
                throw .malformedGraph(
                    node: graph.nodes[node].name,
                    reason: "it depends on itself; loops (tf.while_loop) are not supported")
            case nil: break
            }
            let sources = try sources(of: node)
            states[node] = .open
            stack.append((node, Step(node: node, inputs: sources)))
            for source in sources.reversed() where states[Self.node(source)] != .done {
                stack.append((Self.node(source), nil))
            }
        }
    }

    private static func node(_ source: Source) -> Int {
        switch source {
        case .tensor(let tensor): tensor.node
        case .average(let average): average.variable
        }
    }

    /// Where the inputs of a node come from.
    private mutating func sources(of index: Int) throws(ImportError) -> [Source] {
        let node = graph.nodes[index]
        guard !inputs.contains(where: { $0.node == index }), !node.isVariable else { return [] }
        if node.isFusedBatchNorm, node.attributes.bool("is_training", default: true) {
            return try trainingBatchNormSources(node, index)
        }
        var sources: [Source] = []
        for input in node.inputs { sources.append(try source(of: input)) }
        return sources
    }

    /// A fused batch normalization that trains computes mean and variance itself; at inference it
    /// takes the averages that they feed.
    private mutating func trainingBatchNormSources(
        _ node: TrainingNode, _ index: Int
    ) throws(ImportError) -> [Source] {
        guard node.inputs.count >= 3 else {
            throw .malformedGraph(node: node.name, reason: "\(node.op) lacks an input")
        }
        var sources: [Source] = []
        for input in node.inputs.prefix(3) { sources.append(try source(of: input)) }
        for (output, input) in [(1, 3), (2, 4)] {
            if let average = choose(averages.averages[TensorReference(index, output)] ?? []) {
                sources.append(use(average))
            } else if node.inputs.indices.contains(input),
                graph[resolution.origin(of: node.inputs[input])].isVariable
            {
                // Given the running statistics, the operator itself computes their next values.
                sources.append(try source(of: node.inputs[input]))
            } else {
                throw .statisticsWithoutAverage(node: node.name, op: node.op)
            }
        }
        replacedStatistics.insert(index)
        return sources
    }

    /// What a tensor is at inference, through all that only passes it on.
    private mutating func source(of tensor: TensorReference) throws(ImportError) -> Source {
        var current = tensor
        for _ in 0...graph.nodes.count {
            if inputs.contains(current) { return .tensor(current) }
            if let average = choose(averages.averages[current] ?? []) {
                replacedStatistics.insert(current.node)
                return use(average)
            }
            if graph[current].isVariable {
                return .tensor(shadows[current.node].map { TensorReference($0) } ?? current)
            }
            guard let next = try next(current) else { return .tensor(current) }
            current = next
        }
        throw .malformedGraph(
            node: graph[tensor].name,
            reason: "it depends on itself; loops (tf.while_loop) are not supported")
    }

    private mutating func use(_ average: MovingAverages.Average) -> Source {
        let used = MovingAverages.Average(
            variable: shadows[average.variable] ?? average.variable, dimensions: average.dimensions)
        usedAverages.insert(used)
        return .average(used)
    }

    private mutating func next(_ tensor: TensorReference) throws(ImportError) -> TensorReference? {
        let node = graph[tensor]
        if let next = resolution.passedOn(by: tensor) { return next }
        if node.isMerge || node.isConditional {
            throw undecided(tensor)
        }
        if let next = blending.chosen(tensor) { return next }
        if let next = random.withoutChance(tensor) {
            leftOut.insert(tensor.node)
            return next
        }
        switch node.op {
        case "Select", "SelectV2":
            guard node.inputs.count == 3, let holds = resolution.condition(node.inputs[0]) else {
                return nil
            }
            return node.inputs[holds ? 1 : 2]
        case "PlaceholderWithDefault":
            guard !resolution.isFixed(tensor.node) else { return nil }
            if !defaulted.contains(tensor) { defaulted.append(tensor) }
            return node.inputs.first
        case "Assign", "AssignAdd", "AssignSub":
            ignoredAssignments.insert(tensor.node)
            return node.inputs.first
        default: return nil
        }
    }

    /// An error that names the condition a branch depends on.
    private func undecided(_ tensor: TensorReference) -> ImportError {
        let node = graph[tensor]
        var condition = node.isConditional ? node.inputs.first : nil
        if node.isMerge {
            // The condition is that of a switch on the way to one of the inputs.
            var current = node.inputs.first
            for _ in 0..<graph.nodes.count {
                guard let tensor = current else { break }
                let step = graph[tensor]
                if step.isSwitch, step.inputs.count == 2 {
                    condition = step.inputs[1]
                    break
                }
                current = step.inputs.first
            }
        }
        let origin = condition.map { resolution.origin(of: $0) }
        return .undecidedBranch(
            node: node.name, condition: origin.map { graph.name(of: $0) },
            op: origin.map { graph[$0].op })
    }
}
