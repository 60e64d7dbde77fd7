import Tensors

/// A graph being rebuilt, with what a rule must know of the old one.
public struct Rewriting {
    /// The new graph so far; some of its nodes may have lost their last reader.
    public private(set) var graph = Graph()

    /// How many read each value: nodes of the new graph, nodes of the old one still to come, and
    /// outputs.
    private var readerCounts: [Int] = []
    /// The nodes of the new graph that read each value, dead ones too.
    private var readers: [[Value]] = []
    /// The values whose last reader went.
    private var died: [Value] = []
    /// The values that stand for nodes of their own, apart from the one being replaced.
    private var kept: Set<Value> = []
    /// The value of the node being replaced, if it is in the new graph.
    private var current: Value?
    /// The value that the node being replaced was the same as.
    private var twin: Value?

    init(capacity: Int) {
        readerCounts.reserveCapacity(capacity)
        readers.reserveCapacity(capacity)
    }

    /// What an added node is, for telling where it came from.
    public enum Role {
        /// A part of what takes the place of the node being replaced.
        case replacement
        /// The node of this value, only moved.
        case moved(Value)
        /// What is needed around the replacement, such as a reshape.
        case arrangement
    }

    /// Adds a node to the new graph.
    public mutating func add(
        _ operation: Operation, _ inputs: [Value], name: String, as role: Role = .replacement
    ) throws(GraphError) -> Value {
        let value = try graph.add(operation, inputs, name: name)
        note(value, inputs)
        for input in inputs { readerCounts[input.index] += 1 }
        switch role {
        case .replacement: break
        case .moved(let source):
            graph.setOrigins(graph[source].origins, of: value)
            kept.insert(value)
        case .arrangement: kept.insert(value)
        }
        return value
    }

    /// Adds a constant to the new graph.
    public mutating func addConstant(_ tensor: Tensor, name: String) -> Value {
        let value = graph.addConstant(tensor, name: name)
        note(value, [])
        return value
    }

    /// Whether only one node or output reads the value, so that it may be merged into its reader.
    public func hasSingleUse(_ value: Value) -> Bool { readerCounts[value.index] <= 1 }

    /// How many node inputs and outputs read the value.
    func useCount(_ value: Value) -> Int { readerCounts[value.index] }

    /// The tensor, if the value is a constant.
    public func constant(_ value: Value) -> Tensor? { graph.constant(value) }

    /// The node that produces a value.
    public subscript(value: Value) -> Node { graph[value] }

    /// A value that is computed already by the same operation on the same inputs; nil if there is
    /// none.
    func existing(_ operation: Operation, _ inputs: [Value]) -> Value? {
        guard let anchor = inputs.first(where: { graph.constant($0) == nil }) else { return nil }
        return readers[anchor.index].first { value in
            let node = graph[value]
            return value != current && readerCounts[value.index] > 0
                && node.inputs.count == inputs.count
                && zip(node.inputs, inputs).allSatisfy(isSame)
                && node.operation.isSame(as: operation)
        }
    }

    /// Lets the node being replaced count as an origin of a value that is the same.
    mutating func noteTwin(_ value: Value) { twin = value }

    private func isSame(_ left: Value, _ right: Value) -> Bool {
        if left == right { return true }
        guard let a = graph.constant(left), let b = graph.constant(right) else { return false }
        return a.isSame(as: b)
    }

    private mutating func note(_ value: Value, _ inputs: [Value]) {
        readerCounts.append(0)
        readers.append([])
        for input in inputs { readers[input.index].append(value) }
    }
}

/// What the loop over the old graph's nodes needs.
extension Rewriting {
    /// Takes over a node of the old graph, whose inputs have counted it as a reader all along.
    mutating func adopt(_ node: Node) -> Value {
        let value = graph.append(node)
        note(value, node.inputs)
        return value
    }

    /// Counts readers still to come.
    mutating func expectReaders(_ count: Int, of value: Value) {
        readerCounts[value.index] += count
    }

    /// Begins the replacement of a node.
    ///
    /// - Parameter value: Its value, if it is in the new graph.
    mutating func beginReplacing(_ value: Value?) { current = value }

    /// Ends the replacement of a node by a value, for which as many readers are expected.
    ///
    /// - Parameters:
    ///   - start: The number of nodes there were before.
    mutating func finishReplacing(
        _ node: Node, by value: Value, expecting count: Int, addedSince start: Int
    ) {
        readerCounts[value.index] += count
        if let current {
            readerCounts[current.index] -= count
            if readerCounts[current.index] == 0 { release(graph[current].inputs) }
        } else {
            release(node.inputs)
        }
        passOnOrigins(of: node, to: value, addedSince: start)
        died.removeAll(keepingCapacity: true)
        kept.removeAll(keepingCapacity: true)
        twin = nil
    }

    /// Takes back what a rule added that then left the node alone.
    mutating func forgetNodes(from start: Int) {
        while graph.nodes.count > start {
            let value = Value(index: graph.nodes.count - 1)
            for input in graph[value].inputs {
                readerCounts[input.index] -= 1
                readers[input.index].removeLast()
            }
            kept.remove(value)
            readerCounts.removeLast()
            readers.removeLast()
            graph.removeLastNode()
        }
    }

    private mutating func release(_ inputs: [Value]) {
        for input in inputs {
            readerCounts[input.index] -= 1
            guard readerCounts[input.index] == 0 else { continue }
            died.append(input)
            release(graph[input].inputs)
        }
    }

    /// What was added came from the node and from what nobody reads any more.
    private mutating func passOnOrigins(of node: Node, to value: Value, addedSince start: Int) {
        guard !node.origins.isEmpty else { return }
        if let twin {
            join(node.origins, to: twin)
            return
        }
        let added = (start..<graph.nodes.count).map(Value.init(index:)).filter {
            !kept.contains($0)
                && (graph.constant($0) == nil || $0 == value) && readerCounts[$0.index] > 0
        }
        let claimed = Set(kept.flatMap { graph[$0].origins })
        let sources = ([node.origins] + died.map { graph[$0].origins }).joined()
            .filter { !claimed.contains($0) }
        for target in added { join(sources, to: target) }
        if added.isEmpty, value.index >= start { join(sources, to: value) }
    }

    private mutating func join(_ origins: [Int], to value: Value) {
        graph.setOrigins(Set(origins).union(graph[value].origins).sorted(), of: value)
    }

    mutating func addOutput(_ value: Value, name: String) { graph.addOutput(value, name: name) }
}
