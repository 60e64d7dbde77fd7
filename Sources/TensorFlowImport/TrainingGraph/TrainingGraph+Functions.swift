import Wire

// TensorFlow 2's control flow keeps branches and layers in functions. Putting their bodies into the
// graph lets everything that follows see through them: a moving average may be updated in a branch
// from a batch mean that was computed outside.
extension TrainingGraph {
    /// The most nodes that a graph may grow to, so that calls within calls can't exhaust memory.
    private static let nodeLimit = 2_000_000
    private static let depthLimit = 100

    /// Puts in the functions that `tensors` depend on, and those that assign to variables.
    ///
    /// - Throws: `ImportError.malformedGraph` if a function is missing or does not fit its call.
    mutating func inlineCalls(neededFor tensors: [TensorReference]) throws(ImportError) {
        var pending = tensors.map(\.node)
        pending += nodes.indices.filter { callsAssignments(nodes[$0]) }
        var seen = Set(pending)
        while let index = pending.popLast() {
            try inlineCall(index)
            var next = nodes[index].inputs.map(\.node)
            if let branches = nodes[index].branches {
                next += (branches.whenTrue + branches.whenFalse).map(\.node)
            }
            for node in next where seen.insert(node).inserted { pending.append(node) }
        }
    }

    /// Whether a node calls a function that assigns to a variable, itself or through others.
    func callsAssignments(_ node: TrainingNode) -> Bool {
        var pending = calledFunctions(node.op, node.attributes)
        var seen = Set(pending)
        while let name = pending.popLast() {
            for inner in library[name]?.nodeDef ?? [] {
                if inner.op.hasPrefix("Assign") { return true }
                for called in calledFunctions(inner.op, NodeAttributes(inner.attr))
                where seen.insert(called).inserted {
                    pending.append(called)
                }
            }
        }
        return false
    }

    private func calledFunctions(_ op: String, _ attributes: NodeAttributes) -> [String] {
        switch op {
        case "If", "StatelessIf":
            ["then_branch", "else_branch"].compactMap { attributes.function($0)?.name }
        case "PartitionedCall", "StatefulPartitionedCall":
            [attributes.function("f")?.name].compactMap { $0 }
        default: library[op] == nil ? [] : [op]
        }
    }

    private mutating func inlineCall(_ index: Int) throws(ImportError) {
        let node = nodes[index]
        switch node.op {
        case "If", "StatelessIf":
            guard node.branches == nil, let condition = node.inputs.first else { return }
            let arguments = Array(node.inputs.dropFirst())
            let whenTrue = try inlineBody("then_branch", of: node, arguments, label: "then")
            let whenFalse = try inlineBody("else_branch", of: node, arguments, label: "else")
            update(index) {
                $0.branches = .init(whenTrue: whenTrue, whenFalse: whenFalse)
                $0.inputs = [condition]
            }
        case "PartitionedCall", "StatefulPartitionedCall":
            let results = try inlineBody("f", of: node, node.inputs, label: nil)
            update(index) {
                $0.op = "IdentityN"
                $0.inputs = results
            }
        default:
            guard let function = library[node.op] else { return }
            let results = try inline(
                function, as: node.name, node.inputs, attributes: node.attributes, node.depth)
            update(index) {
                $0.op = "IdentityN"
                $0.inputs = results
            }
        }
    }

    private mutating func inlineBody(
        _ attribute: String, of node: TrainingNode, _ arguments: [TensorReference], label: String?
    ) throws(ImportError) -> [TensorReference] {
        guard let call = node.attributes.function(attribute), let function = library[call.name]
        else {
            throw .malformedGraph(
                node: node.name, reason: "the function of its \(attribute) is not in the graph")
        }
        return try inline(
            function, as: label.map { "\(node.name)/\($0)" } ?? node.name, arguments,
            attributes: NodeAttributes(call.attr), node.depth)
    }

    /// Appends a function's nodes and gives what it returns.
    private mutating func inline(
        _ function: TFFunctionDef, as scope: String, _ arguments: [TensorReference],
        attributes: NodeAttributes, _ depth: Int
    ) throws(ImportError) -> [TensorReference] {
        let name = function.signature.name
        guard function.signature.inputArg.count == arguments.count else {
            throw .malformedGraph(
                node: scope,
                reason: "'\(name)' takes \(function.signature.inputArg.count) "
                    + "arguments, given \(arguments.count)")
        }
        guard nodes.count + function.nodeDef.count <= Self.nodeLimit, depth < Self.depthLimit else {
            throw .malformedGraph(node: scope, reason: "functions call each other without end")
        }
        let given = Dictionary(
            zip(function.signature.inputArg.map(\.name), arguments), uniquingKeysWith: { $1 })
        let first = nodes.count
        let inner = Dictionary(
            function.nodeDef.enumerated().map { ($1.name, first + $0) }, uniquingKeysWith: { $1 })
        let body = FunctionBody(
            scope: scope, definitions: function.nodeDef, arguments: given, first: first,
            positions: inner, library: library)
        for definition in function.nodeDef {
            let node = try body.node(definition, callerAttributes: attributes, depth: depth + 1)
            append(node)
        }
        var results: [TensorReference] = []
        for output in function.signature.outputArg {
            guard let source = function.ret[output.name], let tensor = body.tensor(source) else {
                throw .malformedGraph(
                    node: scope, reason: "'\(name)' does not say what '\(output.name)' is")
            }
            results.append(tensor)
        }
        return results
    }
}

/// A function's nodes while they are put into a graph: what their inputs' names stand for.
private struct FunctionBody {
    let scope: String
    let definitions: [TFNodeDef]
    let arguments: [String: TensorReference]
    let first: Int
    let positions: [String: Int]
    let library: FunctionLibrary

    func node(
        _ definition: TFNodeDef, callerAttributes: NodeAttributes, depth: Int
    ) throws(ImportError) -> TrainingNode {
        var inputs: [TensorReference] = []
        var controls: [Int] = []
        for input in definition.input {
            if input.hasPrefix("^") {
                let name = String(input.dropFirst())
                if let control = positions[name] ?? arguments[name]?.node {
                    controls.append(control)
                }
            } else if let tensor = tensor(input) {
                inputs.append(tensor)
            } else {
                throw .malformedGraph(
                    node: "\(scope)/\(definition.name)",
                    reason: "its input '\(input)' is not in the function")
            }
        }
        return TrainingNode(
            name: "\(scope)/\(definition.name)", op: definition.op, inputs: inputs,
            controls: controls,
            attributes: NodeAttributes(definition.attr).instantiated(with: callerAttributes),
            depth: depth)
    }

    /// What `argument`, `node:result:number` or `node` stands for.
    func tensor(_ text: String) -> TensorReference? {
        if let argument = arguments[text] { return argument }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let position = positions[String(parts[0])] else { return nil }
        guard parts.count > 1 else { return TensorReference(position) }
        let definition = definitions[position - first]
        let start = library.position(
            of: String(parts[1]), op: definition.op, attributes: NodeAttributes(definition.attr))
        let offset = parts.count > 2 ? Int(parts[2]) : 0
        return offset.flatMap { $0 >= 0 ? TensorReference(position, start + $0) : nil }
    }
}
