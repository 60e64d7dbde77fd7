import CVectorKernels
import Graph

#if OneDNN
    import COneDNN
#endif

extension LoweredGraph {
    /// Chooses each step's algorithm, by measuring if that is wanted and was not done before.
    mutating func tune(
        _ effort: TuningEffort, records: (any TuningRecords)?
    ) throws(EngineError) -> TuningOutcome {
        chooseAlgorithms()
        guard effort != .off else { return outcome(.builtIn) }
        let environment = Self.tuningEnvironment(effort)
        let name = recordName(environment)
        if let record = records?.record(named: name), record.environment == environment,
            apply(record.choices)
        {
            return outcome(.recorded)
        }
        let clock = ContinuousClock()
        let start = clock.now
        let choices = try Tuner(self, effort: effort).choices().mapValues(\.description)
        _ = apply(choices)
        records?.keep(TuningRecord(environment: environment, choices: choices), named: name)
        return outcome(.measured(start.duration(to: clock.now)))
    }

    /// Takes up choices; false, with nothing changed, if one names no algorithm.
    private mutating func apply(_ choices: [String: String]) -> Bool {
        let algorithms = choices.mapValues(Algorithm.init)
        guard !algorithms.values.contains(nil) else { return false }
        for index in steps.indices {
            if let algorithm = algorithms[layerDescription(of: steps[index])] ?? nil {
                steps[index].algorithm = algorithm
            }
        }
        return true
    }

    private func outcome(_ origin: TuningOutcome.Origin) -> TuningOutcome {
        var counts: [String: Int] = [:]
        for step in steps where step.algorithm != .direct {
            counts[step.algorithm.description, default: 0] += 1
        }
        return TuningOutcome(origin: origin, counts: counts)
    }

    /// A name for the graph's layers in an environment: 16 hexadecimal digits.
    private func recordName(_ environment: String) -> String {
        // FNV-1a: a file's name needs no more.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for text in [environment] + steps.map(layerDescription) {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// What measured choices hold for.
    private static func tuningEnvironment(_ effort: TuningEffort) -> String {
        var name = [CChar](repeating: 0, count: Int(vector_processor_name_capacity))
        vector_processor_name(&name)
        let processor = String(
            decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        var parts = [processor, VectorInstructionSet.ofThisProcessor.name, effort.rawValue]
        #if OneDNN
            if let version = dnnl_version()?.pointee {
                parts.append("oneDNN \(version.major).\(version.minor).\(version.patch)")
            }
        #endif
        return (parts + ["kernels \(kernelRevision)"]).joined(separator: ", ")
    }

    /// Counts the changes to our own kernels that may change which is fastest.
    private static let kernelRevision = 3
}
