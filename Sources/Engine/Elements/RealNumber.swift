import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Floating point, with the functions of the C library.
protocol RealNumber: Number, BinaryFloatingPoint where Accumulator == Double {
    static func exponential(_ x: Self) -> Self
    static func exponentialMinus1(_ x: Self) -> Self
    static func logarithm(_ x: Self) -> Self
    static func logarithm1p(_ x: Self) -> Self
    static func hyperbolicTangent(_ x: Self) -> Self
    static func sine(_ x: Self) -> Self
    static func cosine(_ x: Self) -> Self
    static func errorFunction(_ x: Self) -> Self
    static func remainder(_ a: Self, _ b: Self) -> Self
}

extension RealNumber {
    static var one: Self { 1 }
    static var lowest: Self { -.infinity }
    static var highest: Self { .infinity }
    @inline(__always) init(accumulated: Double) { self.init(accumulated) }
    init(parameter: Float) { self.init(parameter) }
    init(count: Int) { self.init(count) }
    var accumulator: Double { @inline(__always) get { Double(self) } }

    @inline(__always) static func add(_ a: Self, _ b: Self) -> Self { a + b }
    @inline(__always) static func subtract(_ a: Self, _ b: Self) -> Self { a - b }
    @inline(__always) static func multiply(_ a: Self, _ b: Self) -> Self { a * b }
    @inline(__always) static func divide(_ a: Self, _ b: Self) -> Self { a / b }
    @inline(__always) static func floorDivide(_ a: Self, _ b: Self) -> Self {
        (a / b).rounded(.down)
    }
    @inline(__always) static func floorModulo(_ a: Self, _ b: Self) -> Self {
        let rest = remainder(a, b)
        return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
    }
    @inline(__always) static func negate(_ a: Self) -> Self { -a }
    @inline(__always) static func sign(_ a: Self) -> Self { a > 0 ? 1 : (a < 0 ? -1 : a) }
}

extension Float: RealNumber {
    typealias Accumulator = Double
    @inline(__always) static func exponential(_ x: Float) -> Float { expf(x) }
    @inline(__always) static func exponentialMinus1(_ x: Float) -> Float { expm1f(x) }
    @inline(__always) static func logarithm(_ x: Float) -> Float { logf(x) }
    @inline(__always) static func logarithm1p(_ x: Float) -> Float { log1pf(x) }
    @inline(__always) static func hyperbolicTangent(_ x: Float) -> Float { tanhf(x) }
    @inline(__always) static func sine(_ x: Float) -> Float { sinf(x) }
    @inline(__always) static func cosine(_ x: Float) -> Float { cosf(x) }
    @inline(__always) static func errorFunction(_ x: Float) -> Float { erff(x) }
    @inline(__always) static func remainder(_ a: Float, _ b: Float) -> Float { fmodf(a, b) }
    @inline(__always) static func power(_ a: Float, _ b: Float) -> Float { powf(a, b) }
}

extension Double: RealNumber {
    typealias Accumulator = Double
    @inline(__always) static func exponential(_ x: Double) -> Double { exp(x) }
    @inline(__always) static func exponentialMinus1(_ x: Double) -> Double { expm1(x) }
    @inline(__always) static func logarithm(_ x: Double) -> Double { log(x) }
    @inline(__always) static func logarithm1p(_ x: Double) -> Double { log1p(x) }
    @inline(__always) static func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
    @inline(__always) static func sine(_ x: Double) -> Double { sin(x) }
    @inline(__always) static func cosine(_ x: Double) -> Double { cos(x) }
    @inline(__always) static func errorFunction(_ x: Double) -> Double { erf(x) }
    @inline(__always) static func remainder(_ a: Double, _ b: Double) -> Double { fmod(a, b) }
    @inline(__always) static func power(_ a: Double, _ b: Double) -> Double { pow(a, b) }
}
