import Checkpoints
import Tensors

/// Finds moving statistics that the checkpoint has under other names than the graph, among variables
/// whose names contain one of the patterns people gave.
///
/// It is the filter of training scripts: `[v for v in tf.global_variables() if 'bn/moving_mean' in
/// v.name]`.
struct StatisticsSelection {
    let patterns: [String]
    let checkpoint: Checkpoint

    /// What a statistic is of.
    enum Kind: Hashable {
        case mean, variance

        /// Told by the last part of a variable's name; nil if it says neither.
        init?(variable name: String) {
            let part = StatisticsSelection.parts(of: name).last { $0 != "exponentialmovingaverage" }
            guard let part else { return nil }
            let words = part.split(separator: "_").map(String.init)
            if words.contains("variance") || words.contains("var") {
                self = .variance
            } else if words.contains("mean") {
                self = .mean
            } else {
                return nil
            }
        }
    }

    /// The patterns that no variable's name contains.
    var unused: [String] {
        patterns.filter { pattern in
            !checkpoint.variableNames.contains { $0.contains(pattern) }
        }
    }

    /// The one variable that is the statistic which the graph calls `name`; nil if there is none.
    ///
    /// It is of the same kind and shape, and its name has more parts in common with `name` than any
    /// other's.
    /// - Parameter taken: Names that other variables of the graph have.
    /// - Throws: `ImportError.ambiguousStatistic` if there is more than one.
    func variable(
        for name: String, extents: [Int?]?, taken: Set<String>
    ) throws(ImportError) -> CheckpointVariable? {
        let kind = Kind(variable: name)
        let own = Set(Self.parts(of: name))
        let candidates = checkpoint.variables.filter { variable in
            let other = Kind(variable: variable.name)
            return patterns.contains { variable.name.contains($0) }
                && !taken.contains(variable.name)
                && (kind == nil || other == nil || kind == other)
                && (extents == nil || variable.shape.dimensions.map(Optional.init) == extents)
        }
        // A name that says of what kind it is goes before names that don't.
        let ofKind = candidates.filter { kind != nil && Kind(variable: $0.name) == kind }
        let possible = ofKind.isEmpty ? candidates : ofKind
        func shared(_ variable: CheckpointVariable) -> Int {
            own.intersection(Self.parts(of: variable.name)).count
        }
        let most = possible.map(shared).max()
        let best = possible.filter { shared($0) == most }
        guard best.count < 2 else {
            throw .ambiguousStatistic(name, candidates: best.map(\.name))
        }
        return best.first
    }

    private static func parts(of name: String) -> [String] {
        name.lowercased().split { $0 == "/" || $0 == "." }.map(String.init)
    }
}
