import Tensors

/// An element of a tensor that JSON text can give.
protocol JSONReadable: TensorElement {
    /// Reads a value and moves behind it; nil where the text is none, with the cursor there.
    static func read(
        _ cursor: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> Self?

    /// What stands in messages where no value could be read.
    static var expectation: String { get }
}

extension Float: JSONReadable {
    @inline(__always)
    static func read(
        _ cursor: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> Float? { readDecimal(&cursor, end) }

    static var expectation: String { "a number" }
}

extension Double: JSONReadable {
    @inline(__always)
    static func read(
        _ cursor: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> Double? { readDecimal(&cursor, end) }

    static var expectation: String { "a number" }
}

extension Float16: JSONReadable {
    /// By way of the nearest binary64 number, which differs from rounding once only for texts of
    /// more than 17 digits next to a tie.
    static func read(
        _ cursor: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> Float16? { Double.readDecimal(&cursor, end).map(Float16.init) }

    static var expectation: String { "a number" }
}

extension BFloat16: JSONReadable {
    /// By way of the nearest binary64 number, as for `Float16`.
    static func read(
        _ cursor: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> BFloat16? {
        Double.readDecimal(&cursor, end).map { BFloat16($0) }
    }

    static var expectation: String { "a number" }
}

extension Bool: JSONReadable {
    static func read(
        _ cursor: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> Bool? {
        if cursor.accept("true", end) { return true }
        return cursor.accept("false", end) ? false : nil
    }

    static var expectation: String { "true or false" }
}
