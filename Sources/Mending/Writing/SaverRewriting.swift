import Checkpoints
import Foundation
import Wire

/// Changes which variables a graph's own `Saver` saves and restores.
///
/// The `Saver` is part of the graph: `SaveV2` and `RestoreV2`, whose constant inputs list the names,
/// and an assignment for each value restored. A graph without them is left as it is.
/// Source: tensorflow/python/training/saver.py, `BaseSaverBuilder`.
struct SaverRewriting {
    private let original: TFMetaGraphDef
    private var nodes: [TFNodeDef]
    /// The `Saver`'s nodes have names that start so.
    private let scope: String

    init(_ meta: TFMetaGraphDef) {
        original = meta
        nodes = meta.graphDef.node
        let folders = meta.saverDef.filenameTensorName.split(separator: "/").dropLast()
        scope = folders.map { "\($0)/" }.joined()
    }

    /// The graph with the changes made so far.
    var meta: TFMetaGraphDef {
        var meta = original
        meta.graphDef.node = nodes
        return meta
    }

    private var positions: [String: Int] {
        Dictionary(nodes.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { $1 })
    }

    /// The `Saver`'s nodes with an operator.
    private func own(_ op: String) -> [Int] {
        guard !original.saverDef.filenameTensorName.isEmpty else { return [] }
        return nodes.indices.filter { nodes[$0].op == op && nodes[$0].name.hasPrefix(scope) }
    }

    /// Takes out the variables whose name in the checkpoint the closure does not accept.
    mutating func keep(_ isKept: (String) -> Bool) {
        let original = nodes
        let positions = positions
        var removed: Set<String> = []
        for index in own("SaveV2") {
            guard let names = names(of: original[index], original, positions) else { continue }
            let kept = names.indices.filter { isKept(names[$0]) }
            guard kept.count < names.count else { continue }
            let inputs = original[index].input
            nodes[index].input =
                Array(inputs.prefix(3)) + kept.map { inputs[$0 + 3] }
                + inputs.dropFirst(3 + names.count)
            choose(kept, of: original[index], positions)
            if kept.isEmpty { removed.insert(original[index].name) }
        }
        var renumbered: [String: [Int: Int]] = [:]
        for index in own("RestoreV2") {
            guard let names = names(of: original[index], original, positions) else { continue }
            let kept = names.indices.filter { isKept(names[$0]) }
            guard kept.count < names.count else { continue }
            choose(kept, of: original[index], positions)
            renumbered[original[index].name] = Dictionary(
                zip(kept, kept.indices), uniquingKeysWith: { $1 })
            if kept.isEmpty { removed.insert(original[index].name) }
        }
        renumber(renumbered, &removed)
        while true {
            let readers = nodes.filter { node in
                node.name.hasPrefix(scope) && !removed.contains(node.name)
                    && node.input.contains { removed.contains(Self.parts($0).name) }
            }
            if readers.isEmpty { break }
            removed.formUnion(readers.map(\.name))
        }
        remove(removed)
    }

    /// Points what reads a value restored to its new number; what read one that is gone is to be
    /// removed.
    private mutating func renumber(
        _ renumbered: [String: [Int: Int]], _ removed: inout Set<String>
    ) {
        for (index, node) in nodes.enumerated() where node.name.hasPrefix(scope) {
            for (position, input) in node.input.enumerated() {
                let (name, output) = Self.parts(input)
                guard let numbers = renumbered[name] else { continue }
                if let number = numbers[output] {
                    nodes[index].input[position] = number == 0 ? name : "\(name):\(number)"
                } else {
                    removed.insert(node.name)
                }
            }
        }
    }

    private mutating func remove(_ removed: Set<String>) {
        guard !removed.isEmpty else { return }
        nodes.removeAll { removed.contains($0.name) }
        for index in nodes.indices
        where nodes[index].input.contains(where: { removed.contains(String($0.dropFirst())) }) {
            nodes[index].input.removeAll {
                $0.hasPrefix("^") && removed.contains(String($0.dropFirst()))
            }
        }
    }

    /// Adds variables, unless they are there.
    ///
    /// - Parameter variables: Names in the checkpoint and of the variables' nodes.
    mutating func add(_ variables: [(name: String, node: String)]) {
        guard let save = own("SaveV2").first, let restore = own("RestoreV2").first,
            let all = positions[original.saverDef.restoreOpName]
        else { return }
        let positions = positions
        let present = Set(
            own("RestoreV2").flatMap { names(of: nodes[$0], nodes, positions) ?? [] })
        for (name, variable) in variables where !present.contains(name) {
            guard let position = positions[variable], let count = count(of: restore, positions),
                let type = nodes[position].attr["dtype"]?.type.withoutReference
            else { continue }
            let isResource = nodes[position].op == "VarHandleOp"
            let own = "\(scope)\(variable)"
            append(name, type, to: save, positions)
            append(name, type, to: restore, positions)
            nodes[save].input.insert(
                isResource ? "\(own)/ReadVariableOp" : variable,
                at: nodes[save].input.firstIndex { $0.hasPrefix("^") } ?? nodes[save].input.count)
            let restored = count == 0 ? nodes[restore].name : "\(nodes[restore].name):\(count)"
            let assign = "\(own)/Assign"
            if isResource {
                nodes.append(
                    Self.node(
                        "\(own)/ReadVariableOp", "ReadVariableOp", [variable], ["dtype": type]))
                nodes.append(Self.node("\(own)/Identity", "Identity", [restored], ["T": type]))
                nodes.append(
                    Self.node(
                        assign, "AssignVariableOp", [variable, "\(own)/Identity"],
                        ["dtype": type]))
            } else {
                nodes.append(Self.node(assign, "Assign", [variable, restored], ["T": type]))
            }
            nodes[all].input.append("^\(assign)")
        }
    }

    private static func node(
        _ name: String, _ op: String, _ inputs: [String], _ types: [String: TFDataType]
    ) -> TFNodeDef {
        var node = TFNodeDef()
        node.name = name
        node.op = op
        node.input = inputs
        for (key, type) in types { node.attr[key, default: TFAttrValue()].type = type }
        return node
    }
}

// The lists that come with `SaveV2` and `RestoreV2`.
extension SaverRewriting {
    private func count(of node: Int, _ positions: [String: Int]) -> Int? {
        names(of: nodes[node], nodes, positions)?.count
    }

    /// The names that a node saves or restores; nil if they are no constant.
    private func names(
        of node: TFNodeDef, _ nodes: [TFNodeDef], _ positions: [String: Int]
    ) -> [String]? {
        guard let list = list(1, of: node, nodes, positions),
            list.count == node.attr["dtypes"]?.list.type.count,
            self.list(2, of: node, nodes, positions)?.count == list.count
        else { return nil }
        return list.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The strings of a constant input.
    private func list(
        _ input: Int, of node: TFNodeDef, _ nodes: [TFNodeDef], _ positions: [String: Int]
    ) -> [Data]? {
        guard node.input.indices.contains(input),
            let position = positions[Self.parts(node.input[input]).name],
            let proto = nodes[position].attr["value"]?.tensor, proto.dtype == .dtString,
            let shape = proto.tensorShape.knownShape, shape.rank == 1,
            proto.stringVal.count <= shape.elementCount,
            shape.elementCount <= nodes.count + proto.stringVal.count
        else { return nil }
        let rest = shape.elementCount - proto.stringVal.count
        return proto.stringVal
            + [Data](repeating: proto.stringVal.last ?? Data(), count: rest)
    }

    /// Leaves only the entries at `kept` in the lists of a node as it was.
    private mutating func choose(
        _ kept: [Int], of original: TFNodeDef, _ positions: [String: Int]
    ) {
        guard let position = positions[original.name] else { return }
        let types = original.attr["dtypes"]?.list.type ?? []
        nodes[position].attr["dtypes"]?.list.type = kept.map { types[$0] }
        nodes[position].attr["_output_shapes"] = nil
        for input in [1, 2] {
            guard let list = list(input, of: original, nodes, positions),
                let constant = positions[Self.parts(original.input[input]).name],
                // Saving and restoring may share their lists; then they are chosen from once.
                list.count == types.count
            else { continue }
            set(kept.map { list[$0] }, at: constant)
        }
    }

    private mutating func append(
        _ name: String, _ type: TFDataType, to node: Int, _ positions: [String: Int]
    ) {
        let types = nodes[node].attr["dtypes"]?.list.type ?? []
        nodes[node].attr["dtypes"]?.list.type.append(type)
        nodes[node].attr["_output_shapes"] = nil
        for (input, entry) in [(1, name), (2, "")] {
            guard let list = list(input, of: nodes[node], nodes, positions),
                let constant = positions[Self.parts(nodes[node].input[input]).name],
                list.count == types.count
            else { continue }
            set(list + [Data(entry.utf8)], at: constant)
        }
    }

    private mutating func set(_ list: [Data], at constant: Int) {
        nodes[constant].attr["value"]?.tensor.stringVal = list
        nodes[constant].attr["value"]?.tensor.tensorShape = TFTensorShapeProto([list.count])
        nodes[constant].attr["_output_shapes"] = nil
    }

    /// The node's name and the number of the output that an input means.
    private static func parts(_ input: String) -> (name: String, output: Int) {
        guard !input.hasPrefix("^"), let colon = input.lastIndex(of: ":"),
            let output = Int(input[input.index(after: colon)...])
        else { return (input, 0) }
        return (String(input[..<colon]), output)
    }
}
