import Tensors
import Testing

@testable import ServingAPI

@Suite("Integers and booleans are read from text")
struct IntegerTextTests {
    @Test("up to the limits of each type, and not beyond")
    func limits() {
        func check<Integer: JSONReadable & FixedWidthInteger>(_: Integer.Type) {
            #expect(read("\(Integer.min)", as: Integer.self) == Integer.min)
            #expect(read("\(Integer.max)", as: Integer.self) == Integer.max)
            #expect(read("\(Integer.max)0", as: Integer.self) == nil)
            let above = "\(Int128(Integer.max) + 1)"
            let below = "\(Int128(Integer.min) - 1)"
            #expect(read(above, as: Integer.self) == nil)
            #expect(read(below, as: Integer.self) == nil)
            #expect(read("0", as: Integer.self) == 0)
            #expect(read("-0", as: Integer.self) == 0)
        }
        check(Int8.self)
        check(Int16.self)
        check(Int32.self)
        check(Int64.self)
        check(UInt8.self)
        check(UInt16.self)
        check(UInt32.self)
        check(UInt64.self)
    }

    @Test(
        "but not with a fraction or an exponent, or by another grammar",
        arguments: ["1.0", "1e3", "1E3", "01", "+1", "", "-", "true", "99999999999999999999999"])
    func refusals(text: String) { #expect(read(text, as: Int32.self) == nil) }

    @Test("booleans as words only")
    func booleans() {
        #expect(read("true", as: Bool.self) == true)
        #expect(read("false", as: Bool.self) == false)
        for text in ["1", "True", "tru", ""] { #expect(read(text, as: Bool.self) == nil) }
    }

    @Test("half-precision numbers to the nearest")
    func halves() {
        #expect(read("0.1", as: Float16.self) == 0.1)
        #expect(read("70000", as: Float16.self) == .infinity)
        #expect(read("1.00390625", as: BFloat16.self)?.bitPattern == 0x3F80)
        #expect(read("1.00390626", as: BFloat16.self)?.bitPattern == 0x3F81)
    }
}
