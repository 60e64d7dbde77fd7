import Fixtures
import Glibc
import Testing

@testable import ServingAPI

/// Reads a whole text as a number; nil if it is none or more.
func read<Value: JSONReadable>(_ text: String, as type: Value.Type) -> Value? {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
        guard var cursor = buffer.baseAddress else { return nil }
        let end = cursor + buffer.count
        let value = Value.read(&cursor, end)
        return cursor == end ? value : nil
    }
}

@Suite("Decimal text becomes the nearest binary number")
struct FloatTextTests {
    /// Compares bits with the C library, and says which text differs first.
    private func expectLibraryValues(_ texts: [String], sourceLocation: SourceLocation) {
        let float = texts.first {
            read($0, as: Float.self)?.bitPattern != strtof($0, nil).bitPattern
        }
        #expect(float == nil, "binary32", sourceLocation: sourceLocation)
        let double = texts.first {
            read($0, as: Double.self)?.bitPattern != strtod($0, nil).bitPattern
        }
        #expect(double == nil, "binary64", sourceLocation: sourceLocation)
    }

    private func digits(_ count: Int, _ random: inout SeededGenerator) -> String {
        String((0..<count).map { _ in Character("\(Int.random(in: 0...9, using: &random))") })
    }

    @Test("for random digits with and without point and exponent", arguments: 0..<8)
    func randomDigits(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let texts = (0..<12_000).map { _ in
            var text = Bool.random(using: &random) ? "-" : ""
            let whole = Int.random(in: 0...22, using: &random)
            text +=
                whole == 0
                ? "0" : "\(Int.random(in: 1...9, using: &random))" + digits(whole - 1, &random)
            if Bool.random(using: &random) {
                text += "." + digits(Int.random(in: 1...25, using: &random), &random)
            }
            if Bool.random(using: &random) {
                text += "e\(Int.random(in: -60...45, using: &random))"
            }
            return text
        }
        expectLibraryValues(texts, sourceLocation: #_sourceLocation)
    }

    @Test("for the shortest and the longest text of random bits", arguments: 0..<8)
    func randomBits(seed: UInt64) {
        var random = SeededGenerator(seed: 100 + seed)
        var texts: [String] = []
        for _ in 0..<6000 {
            let float = Float(bitPattern: UInt32.random(in: 0..<0x7F80_0000, using: &random))
            texts += ["\(float)", "\(Double(float))"]
            let bits = UInt64.random(in: 0..<0x7FF0_0000_0000_0000, using: &random)
            texts.append("\(Double(bitPattern: bits))")
            texts.append("\(Double.random(in: -1...1, using: &random))")
        }
        expectLibraryValues(texts, sourceLocation: #_sourceLocation)
    }

    @Test("for numbers exactly between two neighbours, and a little off", arguments: 0..<4)
    func ties(seed: UInt64) {
        var random = SeededGenerator(seed: 200 + seed)
        var texts: [String] = []
        for _ in 0..<1000 {
            let bits = UInt32.random(in: 0..<0x7F7F_FFFF, using: &random)
            let below = Double(Float(bitPattern: bits))
            let above = Double(Float(bitPattern: bits + 1))
            let tie = exactText((below + above) / 2)
            // A digit far behind the others takes it off the tie.
            texts += [tie, tie + "000", tie + "0000000000000000000001"]
            if let last = tie.last, last != "0" { texts.append(tie.dropLast() + "4999999999") }
        }
        expectLibraryValues(texts, sourceLocation: #_sourceLocation)
    }

    /// All digits of a number, with a point.
    private func exactText(_ value: Double) -> String {
        var buffer = [CChar](repeating: 0, count: 2000)
        withVaList([value]) { _ = vsnprintf(&buffer, buffer.count, "%.1100f", $0) }
        let text = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        let trimmed = text.reversed().drop { $0 == "0" }.reversed()
        return String(trimmed) + (trimmed.last == "." ? "0" : "")
    }

    @Test("at the limits of the formats")
    func limits() {
        expectLibraryValues(
            [
                "0", "-0", "-0.0", "0e999999999999999999999", "0.000", "1e-400", "-1e400", "1e39",
                "3.4028235e38", "3.40282356e38", "3.4028235677973366e38", "3.4028236e38",
                "1.1754942e-38", "1.1754944e-38", "1.4e-45", "7.006492321624085e-46",
                "7.0064923216240853e-46", "7.0064923216240854e-46", "7.0064923216240862e-46",
                "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308",
                "2.2250738585072011e-308", "2.2250738585072014e-308", "4.9e-324", "2.4e-324",
                "9007199254740993", "9007199254740992", "9007199254740994.5", "16777217",
                "16777217.0000000000000000000000001", "8388608.5", "1e22", "1e23", "1e-22",
                "0.000000000000000000000000000000000000000000000000000000000000000001e66",
                "18446744073709551616", "99999999999999999999e-20",
                "1" + String(repeating: "0", count: 400) + "e-400",
                "0." + String(repeating: "0", count: 400) + "1e401",
                String(repeating: "9", count: 800) + "e-790",
            ], sourceLocation: #_sourceLocation)
    }

    @Test("with bare words for NaN and the infinities")
    func words() {
        #expect(read("NaN", as: Float.self)?.isNaN == true)
        #expect(read("Infinity", as: Double.self) == .infinity)
        #expect(read("-Infinity", as: Float.self) == -.infinity)
    }

    @Test(
        "unless it is no number by the grammar of JSON",
        arguments: [
            "", "-", "+1", ".5", "1.", "1.e5", "01", "00", "1e", "1e+", "1e+-5", "1.5.2", "0x10",
            "1_000", "nan", "Infinit", "-NaN", "1.NaN", "--1", "1,5", "١",
        ])
    func refusals(text: String) {
        #expect(read(text, as: Float.self) == nil)
        #expect(read(text, as: Double.self) == nil)
    }

    @Test("at every length of text that is left behind the number")
    func tails() {
        for length in 1...40 {
            let number = "0.12345678901234567"
            let bytes = Array((number + String(repeating: ",", count: length)).utf8)
            bytes.withUnsafeBufferPointer { buffer in
                guard let start = buffer.baseAddress else { return }
                var cursor = start
                #expect(Double.read(&cursor, start + buffer.count) == 0.12345678901234567)
                #expect(cursor - start == number.utf8.count)
            }
        }
    }
}
