import Engine
import Foundation

/// Whether a model's algorithms are measured when it is loaded, and where that is kept.
public struct Tuning: Sendable {
    /// How much time goes into it.
    public let effort: TuningEffort
    let cache: TuningCache?

    /// Makes a choice; without a cache, every load measures.
    public init(_ effort: TuningEffort, cache: TuningCache?) {
        self.effort = effort
        self.cache = cache
    }

    /// Nothing is measured.
    public static let off = Tuning(.off, cache: nil)

    /// What is to be said about how a model came to its algorithms.
    func notes(on outcome: TuningOutcome) -> [String] {
        let problems = cache?.takeNotes() ?? []
        let algorithms = outcome.counts.sorted { $0.key < $1.key }
            .map { "\($0.value) of \($0.key)" }.joined(separator: ", ")
        switch outcome.origin {
        case .builtIn: return problems
        case .recorded:
            return problems + ["algorithms as they were measured before: \(algorithms)"]
        case .measured(let duration):
            let time = duration.formatted(
                .units(allowed: [.milliseconds], width: .narrow))
            return problems + ["algorithms measured in \(time): \(algorithms)"]
        }
    }
}
