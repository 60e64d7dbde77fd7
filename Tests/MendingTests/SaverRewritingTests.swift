import Foundation
import Testing
import Wire

@testable import Mending

@Suite("A graph's Saver")
struct SaverRewritingTests {
    @Test("that restores all with one operator keeps the numbers of its outputs in order")
    func together() {
        var rewriting = SaverRewriting(graph(["a", "b", "c"], together: true))
        rewriting.keep { $0 != "b" }
        let nodes = nodes(rewriting.meta)
        #expect(nodes["save/SaveV2"]?.input.dropFirst(3) == ["a", "c"])
        #expect(list(nodes["save/RestoreV2/tensor_names"]) == ["a", "c"])
        #expect(nodes["save/RestoreV2"]?.attr["dtypes"]?.list.type.count == 2)
        #expect(nodes["save/Assign_a"]?.input == ["a", "save/RestoreV2"])
        #expect(nodes["save/Assign_b"] == nil)
        #expect(nodes["save/Assign_c"]?.input == ["c", "save/RestoreV2:1"])
        #expect(nodes["save/restore_all"]?.input == ["^save/Assign_a", "^save/Assign_c"])
    }

    @Test("that restores each variable with an operator of its own loses those not kept")
    func apart() {
        var rewriting = SaverRewriting(graph(["a", "b", "c"], together: false))
        rewriting.keep { $0 == "b" }
        let nodes = nodes(rewriting.meta)
        #expect(nodes["save/RestoreV2_a"] == nil)
        #expect(nodes["save/Assign_a"] == nil)
        #expect(nodes["save/RestoreV2_b"]?.attr["dtypes"]?.list.type.count == 1)
        #expect(nodes["save/Assign_b"]?.input == ["b", "save/RestoreV2_b"])
        #expect(nodes["save/restore_all"]?.input == ["^save/Assign_b"])
    }

    @Test("takes variables in, each once")
    func addition() {
        var rewriting = SaverRewriting(graph(["a"], together: true, more: ["m"]))
        rewriting.add([("a", "a"), ("saved/m", "m")])
        rewriting.add([("saved/m", "m")])
        let nodes = nodes(rewriting.meta)
        #expect(list(nodes["save/SaveV2/tensor_names"]) == ["a", "saved/m"])
        #expect(list(nodes["save/SaveV2/shape_and_slices"]) == ["", ""])
        #expect(nodes["save/SaveV2"]?.input.dropFirst(3) == ["a", "m"])
        #expect(list(nodes["save/RestoreV2/tensor_names"]) == ["a", "saved/m"])
        #expect(nodes["save/m/Assign"]?.input == ["m", "save/RestoreV2:1"])
        #expect(nodes["save/restore_all"]?.input == ["^save/Assign_a", "^save/m/Assign"])
    }

    @Test("that is not there leaves the graph as it is")
    func absence() throws {
        var meta = graph(["a"], together: true)
        meta.clearSaverDef()
        var rewriting = SaverRewriting(meta)
        rewriting.keep { _ in false }
        rewriting.add([("b", "a")])
        #expect(try rewriting.meta.encoded() == meta.encoded())
    }

    private func nodes(_ meta: TFMetaGraphDef) -> [String: TFNodeDef] {
        Dictionary(uniqueKeysWithValues: meta.graphDef.node.map { ($0.name, $0) })
    }

    private func list(_ node: TFNodeDef?) -> [String]? {
        node?.attr["value"]?.tensor.stringVal.map { String(decoding: $0, as: UTF8.self) }
    }

    private func graph(
        _ names: [String], together: Bool, more: [String] = []
    ) -> TFMetaGraphDef {
        var meta = TFMetaGraphDef()
        meta.saverDef.filenameTensorName = "save/Const:0"
        meta.saverDef.restoreOpName = "save/restore_all"
        func add(
            _ name: String, _ op: String, _ inputs: [String] = [],
            _ attributes: [String: TFAttrValue] = [:]
        ) {
            var node = TFNodeDef()
            (node.name, node.op, node.input, node.attr) = (name, op, inputs, attributes)
            meta.graphDef.node.append(node)
        }
        var type = TFAttrValue()
        type.type = .dtFloat
        for name in names + more { add(name, "VariableV2", [], ["dtype": type]) }
        add("save/Const", "Const")
        func addLists(_ name: String, _ op: String, of names: [String], _ inputs: [String]) {
            for (suffix, strings) in [
                ("tensor_names", names), ("shape_and_slices", names.map { _ in "" }),
            ] {
                var value = TFAttrValue()
                value.tensor.dtype = .dtString
                value.tensor.stringVal = strings.map { Data($0.utf8) }
                var dimension = TFTensorShapeProto.Dim()
                dimension.size = Int64(strings.count)
                value.tensor.tensorShape.dim = [dimension]
                add("\(name)/\(suffix)", "Const", [], ["value": value])
            }
            var types = TFAttrValue()
            types.list.type = names.map { _ in .dtFloat }
            add(
                name, op,
                ["save/Const", "\(name)/tensor_names", "\(name)/shape_and_slices"] + inputs,
                ["dtypes": types])
        }
        addLists("save/SaveV2", "SaveV2", of: names, names)
        if together { addLists("save/RestoreV2", "RestoreV2", of: names, []) }
        for (index, name) in names.enumerated() {
            if !together { addLists("save/RestoreV2_\(name)", "RestoreV2", of: [name], []) }
            let shared = index == 0 ? "save/RestoreV2" : "save/RestoreV2:\(index)"
            let source = together ? shared : "save/RestoreV2_\(name)"
            add("save/Assign_\(name)", "Assign", [name, source], ["T": type])
        }
        add("save/restore_all", "NoOp", names.map { "^save/Assign_\($0)" })
        return meta
    }
}
