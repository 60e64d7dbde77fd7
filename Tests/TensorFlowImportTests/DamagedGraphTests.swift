import Checkpoints
import Fixtures
import Foundation
import Testing
import Wire

@testable import TensorFlowImport

@Suite("A damaged graph is refused or read, never a crash")
struct DamagedGraphTests {
    @Test(
        "whatever a node's inputs, operator or attributes become",
        arguments: [
            "layers-fused-placeholder-ref", "contrib-fused-placeholder-resource-if",
            "averaged-debiased-unfused-true-ref",
        ])
    func mutations(name: String) throws {
        let folder = Fixtures.url("batch-norm/\(name)")
        let location = try CheckpointLocation.resolve(folder)
        let checkpoint = try Checkpoint(at: location)
        let whole = try location.readMetaGraph()
        var random = SeededGenerator(seed: 7)
        var refused = 0
        for _ in 0..<100 {
            var meta = whole
            for _ in 0..<Int.random(in: 1...6, using: &random) { mutate(&meta.graphDef, &random) }
            do throws(ImportError) {
                _ = try TensorFlowModel.load(meta, variables: checkpoint)
            } catch {
                #expect(!error.description.isEmpty)
                refused += 1
            }
        }
        #expect(refused > 0)
    }

    @Test("whatever an operator's constants and attributes become")
    func operators() throws {
        var random = SeededGenerator(seed: 11)
        for golden in try Fixtures.cases(.operators) {
            let whole = try CheckpointLocation.readMetaGraph(at: golden.url("graph.meta"))
            for _ in 0..<5 {
                var meta = whole
                mutate(&meta.graphDef, &random)
                let options = ImportOptions(inputNodes: ["x"], outputNodes: ["y"])
                _ = try? TensorFlowModel.load(meta, variables: nil, options: options)
            }
        }
    }

    private func mutate(_ graph: inout TFGraphDef, _ random: inout SeededGenerator) {
        let node = Int.random(in: graph.node.indices, using: &random)
        let other = Int.random(in: graph.node.indices, using: &random)
        let keys = graph.node[node].attr.keys.sorted()
        switch Int.random(in: 0..<9, using: &random) {
        case 0: graph.node[node].input.removeAll()
        case 1:
            guard !graph.node[node].input.isEmpty else { return }
            let input = Int.random(in: graph.node[node].input.indices, using: &random)
            graph.node[node].input[input] = graph.node[other].name + ":\(other % 3)"
        case 2: graph.node[node].op = graph.node[other].op
        case 3:
            guard let key = keys.randomElement(using: &random) else { return }
            graph.node[node].attr[key] = nil
        case 4:
            guard let key = keys.randomElement(using: &random) else { return }
            graph.node[node].attr[key] = graph.node[other].attr[key] ?? .integers([-1, .max])
        case 5:
            for key in keys {
                guard let list = graph.node[node].attr[key]?.list.i, !list.isEmpty else { continue }
                let index = Int.random(in: list.indices, using: &random)
                graph.node[node].attr[key]?.list.i[index] =
                    [-1, 0, .max, .min].randomElement(using: &random) ?? 0
            }
        case 6, 7:
            let constants = graph.node.indices.filter { graph.node[$0].op == "Const" }
            guard let constant = constants.randomElement(using: &random),
                let value = graph.node[constant].attr["value"]?.tensor
            else { return }
            if !value.tensorContent.isEmpty {
                let byte = Int.random(in: value.tensorContent.indices, using: &random)
                graph.node[constant].attr["value"]?.tensor.tensorContent[byte] = UInt8.random(
                    in: 0...255, using: &random)
            } else if !value.intVal.isEmpty {
                graph.node[constant].attr["value"]?.tensor.intVal[0] =
                    [-1, -2, 0, 3, .max, .min].randomElement(using: &random) ?? 0
            }
        default:
            graph.node[node].attr["shape"] = .shape([Int(Int32.max), -5, 0])
            if graph.node[node].op == "Const" {
                graph.node[node].attr["value"]?.tensor.tensorShape = .init([1 << 40, 1 << 40])
            }
        }
    }
}
