import Tensors

/// An element of a tensor that can be written as JSON text.
protocol JSONPrintable: TensorElement {
    /// Writes the value and returns how many bytes it took, at most `maximumTextLength`.
    func print(to text: UnsafeMutablePointer<UInt8>) -> Int
}

/// No number takes more bytes: a binary64 number at most 24, a 64-bit integer 20.
let maximumTextLength = 32

extension String {
    /// Copies the UTF-8 text and returns its length; for texts of at most `maximumTextLength`.
    @inline(__always)
    fileprivate func copy(to text: UnsafeMutablePointer<UInt8>) -> Int {
        var copy = self
        return copy.withUTF8 { utf8 in
            precondition(utf8.count <= maximumTextLength)
            if let start = utf8.baseAddress { text.update(from: start, count: utf8.count) }
            return utf8.count
        }
    }
}

extension JSONPrintable where Self: BinaryFloatingPoint & CustomStringConvertible {
    /// The shortest text that reads back as the same number, always with a point or an exponent;
    /// NaN and infinities as the bare words that TensorFlow Serving writes.
    @inline(__always)
    func print(to text: UnsafeMutablePointer<UInt8>) -> Int {
        if isFinite { return description.copy(to: text) }
        return (isNaN ? "NaN" : self < 0 ? "-Infinity" : "Infinity").copy(to: text)
    }
}

extension JSONPrintable where Self: FixedWidthInteger {
    @inline(__always)
    func print(to text: UnsafeMutablePointer<UInt8>) -> Int { description.copy(to: text) }
}

extension Float: JSONPrintable {}
extension Double: JSONPrintable {}
extension Float16: JSONPrintable {}
extension Int8: JSONPrintable {}
extension Int16: JSONPrintable {}
extension Int32: JSONPrintable {}
extension Int64: JSONPrintable {}
extension UInt8: JSONPrintable {}
extension UInt16: JSONPrintable {}
extension UInt32: JSONPrintable {}
extension UInt64: JSONPrintable {}

extension BFloat16: JSONPrintable {
    func print(to text: UnsafeMutablePointer<UInt8>) -> Int { Float(self).print(to: text) }
}

extension Bool: JSONPrintable {
    func print(to text: UnsafeMutablePointer<UInt8>) -> Int {
        (self ? "true" : "false").copy(to: text)
    }
}
