import Fixtures
import Graph
import Synchronization
import Tensors
import Testing

@testable import Engine

/// Records in memory, which count how often they are asked.
private final class Records: TuningRecords {
    struct State {
        var records: [String: TuningRecord] = [:]
        var kept = 0
    }
    let state = Mutex(State())

    func record(named name: String) -> TuningRecord? { state.withLock { $0.records[name] } }

    func keep(_ record: TuningRecord, named name: String) {
        state.withLock {
            $0.records[name] = record
            $0.kept += 1
        }
    }

    /// Changes all records' choices.
    func replaceChoices(_ choice: String) {
        state.withLock { state in
            state.records = state.records.mapValues { record in
                TuningRecord(
                    environment: record.environment,
                    choices: record.choices.mapValues { _ in choice })
            }
        }
    }
}

@Suite("choosing algorithms")
struct TuningTests {
    @Test("what is measured is kept and taken up again", arguments: [TuningEffort.quick, .full])
    func kept(effort: TuningEffort) throws {
        let records = Records()
        let options = EngineOptions(tuning: effort)
        let first = try CompiledModel(digitNetwork(), options: options, tuningRecords: records)
        guard case .measured = first.tuning.origin else {
            Issue.record("not measured: \(first.tuning)")
            return
        }
        let second = try CompiledModel(
            digitNetwork(seed: 2), options: options, tuningRecords: records)
        #expect(second.tuning.origin == .recorded)
        #expect(second.tuning.counts == first.tuning.counts)
        #expect(records.state.withLock { $0.kept } == 1)
    }

    @Test(
        "a recorded choice is what runs, whichever it is",
        arguments: ["direct", "panels", "winograd 2", "winograd 4"])
    func recorded(choice: String) throws {
        let records = Records()
        let options = EngineOptions(tuning: .quick)
        _ = try CompiledModel(digitNetwork(), options: options, tuningRecords: records)
        records.replaceChoices(choice)
        let model = try CompiledModel(digitNetwork(), options: options, tuningRecords: records)
        #expect(model.tuning.origin == .recorded)
        var numbers = SeededGenerator(seed: 3)
        let input = numbers.tensor([3, 8, 8, 1])
        let executor = try model.makeExecutor()
        let timings = try executor.measure([input])
        let name = timings.first { $0.node == "conv2" }?.implementation
        #expect(name?.hasPrefix("winograd") == choice.hasPrefix("winograd"))
        #expect(name?.hasPrefix("panels") == (choice == "panels"))
        let expected = try ReferenceInterpreter.run(digitNetwork(), inputs: [input])
        expectClose(try executor.run([input])[0], expected[0], tolerance: 4e-6)
    }

    @Test("a record that names no algorithm is measured again", arguments: ["", "winograd 3", "x"])
    func unknown(choice: String) throws {
        let records = Records()
        let options = EngineOptions(tuning: .quick)
        _ = try CompiledModel(digitNetwork(), options: options, tuningRecords: records)
        records.replaceChoices(choice)
        let model = try CompiledModel(digitNetwork(), options: options, tuningRecords: records)
        #expect(model.tuning.origin != .recorded)
        #expect(records.state.withLock { $0.kept } == 2)
    }

    @Test("without effort nothing is measured, and nothing but sums where that is asked for")
    func off() throws {
        let records = Records()
        let model = try CompiledModel(digitNetwork(), tuningRecords: records)
        #expect(model.tuning.origin == .builtIn)
        #expect(model.tuning.counts["winograd 4"] == 1)
        #expect(records.state.withLock { $0.kept } == 0)
        let options = EngineOptions(computesDirectly: true, tuning: .full)
        let direct = try CompiledModel(digitNetwork(), options: options, tuningRecords: records)
        #expect(direct.tuning.counts.isEmpty)
    }

    @Test("algorithms are found by their names")
    func names() {
        let algorithms: [Algorithm] = [
            .direct, .library(implementation: "jit_1x1:avx2"), .panels, .vector,
            .winograd(tile: 2), .winograd(tile: 4),
        ]
        for algorithm in algorithms { #expect(Algorithm(algorithm.description) == algorithm) }
        for text in [
            "", "direct 1", "panels 2", "library", "winograd", "winograd 5", "winograd four",
        ] {
            #expect(Algorithm(text) == nil)
        }
    }
}
