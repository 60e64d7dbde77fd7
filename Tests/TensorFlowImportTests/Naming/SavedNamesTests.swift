import Testing
import Wire

@testable import TensorFlowImport

@Suite("Variables are looked up under the names they were saved under")
struct SavedNamesTests {
    private func definition() -> GraphDefinition {
        var definition = GraphDefinition()
        definition.variable("net/kernel/part_0", [2, 3])
        definition.node(
            "handle", "VarHandleOp", [], ["shared_name": .string("shared"), "shape": .shape([3])])
        definition.node("handle/Read", "ReadVariableOp", ["handle"])
        return definition
    }

    @Test("the saver's names and slices first, then the variable's own")
    func saver() throws {
        var definition = definition()
        definition.node("save/Const", "Const")
        definition.node(
            "save/names", "Const", [], ["value": .strings(["old/kernel", "old/bias"])])
        definition.node("save/slices", "Const", [], ["value": .strings(["4 3 2,2:-", ""])])
        definition.node(
            "save/SaveV2", "SaveV2",
            ["save/Const", "save/names", "save/slices", "net/kernel/part_0/read", "handle/Read"])
        let resolution = try BranchResolution(definition)
        let names = SavedNames(resolution, saver: TFSaverDef())
        func places(_ node: String) throws -> [SavedNames.Place] {
            names.places(of: try resolution.existing(node).node, in: resolution.graph)
        }
        let kernel = try places("net/kernel/part_0")
        #expect(kernel[0] == .init(name: "old/kernel", region: [2..<4, 0..<3]))
        #expect(kernel[1] == .init(name: "net/kernel/part_0", region: nil))
        #expect(try places("handle").map(\.name) == ["old/bias", "shared", "handle"])
    }

    @Test("slices that make no sense are taken for whole variables")
    func malformedSlices() throws {
        for slice in ["4 3", "x", "4 3 2,9:-", "4 3 -1,2:-", "4 3 0,2"] {
            var definition = definition()
            definition.node("save/Const", "Const")
            definition.node("save/names", "Const", [], ["value": .strings(["k"])])
            definition.node("save/slices", "Const", [], ["value": .strings([slice])])
            definition.node(
                "save/SaveV2", "SaveV2",
                ["save/Const", "save/names", "save/slices", "net/kernel/part_0"])
            let resolution = try BranchResolution(definition)
            let names = SavedNames(resolution, saver: TFSaverDef())
            let node = try resolution.existing("net/kernel/part_0").node
            #expect(
                names.places(of: node, in: resolution.graph)[0] == .init(name: "k", region: nil))
        }
    }
}
