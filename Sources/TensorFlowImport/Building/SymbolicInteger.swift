import Graph

/// An integer of shape arithmetic: known, or a multiple of the batch size.
enum SymbolicInteger: Hashable {
    case known(Int)
    /// So many times the batch size; at least 1.
    case batch(times: Int)

    init(_ dimension: Dimension) {
        switch dimension {
        case .fixed(let extent): self = .known(extent)
        case .batch(let times): self = .batch(times: times)
        }
    }

    var knownValue: Int? { if case .known(let value) = self { value } else { nil } }

    /// The dimension of this extent; nil if it is negative.
    var dimension: Dimension? {
        switch self {
        case .known(let value): value >= 0 ? .fixed(value) : nil
        case .batch(let times): .batch(times: times)
        }
    }

    private static func checked(_ result: (Int, Bool)) -> SymbolicInteger? {
        result.1 ? nil : .known(result.0)
    }

    static func + (left: Self, right: Self) -> SymbolicInteger? {
        switch (left, right) {
        case (.known(let a), .known(let b)): checked(a.addingReportingOverflow(b))
        case (.known(0), let other), (let other, .known(0)): other
        case (.batch(let a), .batch(let b)): times(a.addingReportingOverflow(b))
        default: nil
        }
    }

    static func - (left: Self, right: Self) -> SymbolicInteger? {
        switch (left, right) {
        case (.known(let a), .known(let b)): checked(a.subtractingReportingOverflow(b))
        case (let other, .known(0)): other
        case (.batch(let a), .batch(let b)):
            a == b ? .known(0) : a > b ? .batch(times: a - b) : nil
        default: nil
        }
    }

    static func * (left: Self, right: Self) -> SymbolicInteger? {
        switch (left, right) {
        case (.known(let a), .known(let b)): checked(a.multipliedReportingOverflow(by: b))
        case (.known(0), _), (_, .known(0)): .known(0)
        case (.known(let a), .batch(let b)), (.batch(let b), .known(let a)):
            a > 0 ? times(a.multipliedReportingOverflow(by: b)) : nil
        default: nil
        }
    }

    /// The quotient rounded down; nil if it is not known whether there is a remainder.
    static func / (left: Self, right: Self) -> SymbolicInteger? {
        switch (left, right) {
        case (.known(let a), .known(let b)):
            b == 0 || (a == .min && b == -1)
                ? nil : .known(a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0))
        case (.batch(let a), .known(let b)): b > 0 && a % b == 0 ? .batch(times: a / b) : nil
        case (.batch(let a), .batch(let b)): a % b == 0 ? .known(a / b) : nil
        default: nil
        }
    }

    /// The remainder of the division rounded down.
    static func % (left: Self, right: Self) -> SymbolicInteger? {
        switch (left, right) {
        case (.known(let a), .known(let b)):
            (left / right).flatMap { $0 * .known(b) }.flatMap { .known(a) - $0 }
        case (.batch(let a), .known(let b)): b > 0 && a % b == 0 ? .known(0) : nil
        case (.batch(let a), .batch(let b)): a % b == 0 ? .known(0) : nil
        default: nil
        }
    }

    /// The larger one; a batch has at least one row.
    static func maximum(_ left: Self, _ right: Self) -> SymbolicInteger? {
        switch (left, right) {
        case (.known(let a), .known(let b)): .known(max(a, b))
        case (.batch(let a), .batch(let b)): .batch(times: max(a, b))
        case (.known(let a), .batch(let b)), (.batch(let b), .known(let a)):
            a <= b ? .batch(times: b) : nil
        }
    }

    /// The smaller one; a batch has at least one row.
    static func minimum(_ left: Self, _ right: Self) -> SymbolicInteger? {
        switch (left, right) {
        case (.known(let a), .known(let b)): .known(min(a, b))
        case (.batch(let a), .batch(let b)): .batch(times: min(a, b))
        case (.known(let a), .batch(let b)), (.batch(let b), .known(let a)):
            a <= b ? .known(a) : nil
        }
    }

    private static func times(_ result: (Int, Bool)) -> SymbolicInteger? {
        result.1 || result.0 < 1 ? nil : .batch(times: result.0)
    }
}
