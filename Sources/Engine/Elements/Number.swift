import Tensors

/// An element type with arithmetic that never traps: integers wrap, and a division by zero gives 0.
protocol Number: TensorElement, Comparable {
    /// What sums and products are gathered in: wider for floating point, itself for integers.
    associatedtype Accumulator: Number

    static var zero: Self { get }
    static var one: Self { get }
    static var lowest: Self { get }
    static var highest: Self { get }

    init(accumulated: Accumulator)
    /// The nearest value to a number that comes with an operation.
    init(parameter: Float)
    /// A number of elements.
    init(count: Int)
    var accumulator: Accumulator { get }

    static func add(_ a: Self, _ b: Self) -> Self
    static func subtract(_ a: Self, _ b: Self) -> Self
    static func multiply(_ a: Self, _ b: Self) -> Self
    static func divide(_ a: Self, _ b: Self) -> Self
    static func floorDivide(_ a: Self, _ b: Self) -> Self
    static func floorModulo(_ a: Self, _ b: Self) -> Self
    static func power(_ a: Self, _ b: Self) -> Self
    static func negate(_ a: Self) -> Self
    /// -1, 0 or 1; not-a-number stays.
    static func sign(_ a: Self) -> Self

    /// The number, exactly.
    var wide: WideNumber { get }
    init(wide: WideNumber)
}

extension Number where Accumulator == Self {
    @inline(__always) init(accumulated: Self) { self = accumulated }
    var accumulator: Self { @inline(__always) get { self } }
}
