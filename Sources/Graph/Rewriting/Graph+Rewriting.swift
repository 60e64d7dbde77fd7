extension Graph {
    private static let roundLimit = 100

    /// This graph with the rules applied until none changes anything, without dead nodes.
    ///
    /// Each round rebuilds the graph from the inputs on; at each node the first rule that offers a
    /// replacement wins, and the rules are asked again about what it put there. Since a rule looks
    /// back only, most of the work is done in the first round, and the last finds nothing to do.
    ///
    /// - Throws: `GraphError.ruleFailed` with the rule's name and the node's;
    ///   `GraphError.noFixpoint` if the rules keep undoing each other.
    public func rewritten(by rules: [any RewriteRule]) throws(GraphError) -> Graph {
        var graph = withoutDeadNodes()
        var lastRule = ""
        for _ in 0..<Self.roundLimit {
            let (next, applied) = try graph.rewrittenOnce(by: rules)
            guard let applied else { return graph }
            graph = next.withoutDeadNodes()
            lastRule = applied
        }
        throw .noFixpoint(rule: lastRule, rounds: Self.roundLimit)
    }

    private func rewrittenOnce(
        by rules: [any RewriteRule]
    ) throws(GraphError) -> (graph: Graph, lastRule: String?) {
        var rewriting = Rewriting(capacity: nodes.count)
        var replacements: [Value] = []
        replacements.reserveCapacity(nodes.count)
        let counts = useCounts
        var lastRule: String?
        for (index, old) in nodes.enumerated() {
            let node = Node(
                operation: old.operation, inputs: old.inputs.map { replacements[$0.index] },
                name: old.name, type: old.type, origins: old.origins)
            let value: Value
            if let (replacement, rule) = try rewriting.replace(
                node, by: rules, readerCount: counts[index], limit: Self.roundLimit)
            {
                value = replacement
                lastRule = rule
            } else {
                value = rewriting.adopt(node)
                rewriting.expectReaders(counts[index], of: value)
            }
            replacements.append(value)
        }
        for output in outputs {
            rewriting.addOutput(replacements[output.value.index], name: output.name)
        }
        return (rewriting.graph, lastRule)
    }

    /// This graph with only its inputs and the nodes that its outputs depend on.
    public func withoutDeadNodes() -> Graph {
        var isLive = [Bool](repeating: false, count: nodes.count)
        for value in inputs + outputs.map(\.value) { isLive[value.index] = true }
        for index in nodes.indices.reversed() where isLive[index] {
            for input in nodes[index].inputs { isLive[input.index] = true }
        }
        return isLive.contains(false) ? keeping { isLive[$0] } : self
    }
}

extension Rewriting {
    /// Applies rules to a node, and to what takes its place, until none changes anything.
    ///
    /// - Returns: What takes the node's place and the last rule that did something; nil if none did.
    fileprivate mutating func replace(
        _ node: Node, by rules: [any RewriteRule], readerCount: Int, limit: Int
    ) throws(GraphError) -> (value: Value, rule: String)? {
        switch node.operation {
        case .input, .constant: return nil
        default: break
        }
        var result: (value: Value, rule: String)?
        for _ in 0..<limit {
            let current = result.map { self[$0.value] } ?? node
            beginReplacing(result?.value)
            let start = graph.nodes.count
            guard let (value, rule) = try firstReplacement(for: current, by: rules) else {
                return result
            }
            finishReplacing(
                current, by: value, expecting: readerCount, addedSince: start)
            result = (value, rule)
            guard value.index >= start, constant(value) == nil else { return result }
        }
        throw .noFixpoint(rule: result?.rule ?? "", rounds: limit)
    }

    private mutating func firstReplacement(
        for node: Node, by rules: [any RewriteRule]
    ) throws(GraphError) -> (value: Value, rule: String)? {
        for rule in rules {
            let start = graph.nodes.count
            let replacement: Value?
            do throws(GraphError) {
                replacement = try rule.replacement(for: node, in: &self)
            } catch .ruleFailed(_, let place, let reason) {
                throw .ruleFailed(rule: rule.name, node: place, reason: reason)
            } catch {
                throw .ruleFailed(rule: rule.name, node: node.name, reason: "\(error)")
            }
            guard let value = replacement else {
                forgetNodes(from: start)
                continue
            }
            let type = graph.type(of: value)
            guard type == node.type else {
                throw .ruleFailed(
                    rule: rule.name, node: node.name,
                    reason: "the replacement is \(type) instead of \(node.type)")
            }
            return (value, rule.name)
        }
        return nil
    }
}
