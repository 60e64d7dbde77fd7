import Tensors
import Testing

@Suite("Arrays that NumPy wrote are read")
struct NpyReadingTests {
    @Test(
        "in every element type, byte order and axis order",
        arguments: [
            "little-i1", "little-i2", "little-i4", "little-i8", "little-u1", "little-u2",
            "little-u4", "little-u8", "little-f2", "little-f4", "little-f8",
            "big-i2", "big-u4", "big-i8", "big-f2", "big-f4", "big-f8",
            "fortran-i1", "fortran-f2", "fortran-f4", "fortran-f8", "fortran-big-f4",
        ])
    func elements(name: String) throws {
        let types: [String: ElementType] = [
            "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64, "u1": .uint8, "u2": .uint16,
            "u4": .uint32, "u8": .uint64, "f2": .float16, "f4": .float32, "f8": .float64,
        ]
        let tensor = try Tensor(npy: npyFixture(name))
        #expect(tensor.elementType == types[String(name.suffix(2))])
        #expect(tensor.shape == [2, 3, 4])
        let first = name.suffix(2).hasPrefix("u") ? 0.0 : -3.0
        let expected = (0..<24).map { first + Double($0) }
        #expect(try tensor.converted(to: .float64).elements(as: Double.self) == expected)
    }

    @Test("as booleans")
    func booleans() throws {
        let tensor = try Tensor(npy: npyFixture("bool"))
        #expect(tensor.shape == [2, 3])
        #expect(tensor.elements(as: Bool.self) == [true, false, true, false, false, true])
    }

    @Test("any boolean byte but 0 is true")
    func oddBooleans() throws {
        var file = try npyFixture("bool")
        file[file.count - 2] = 7
        let tensor = try Tensor(npy: file)
        tensor.withUnsafeBytes { #expect(Array($0) == [1, 0, 1, 0, 1, 1]) }
    }

    @Test("in versions 2 and 3", arguments: ["version-2", "version-3"])
    func versions(name: String) throws {
        let tensor = try Tensor(npy: npyFixture(name))
        #expect(tensor.shape == [5, 1])
        #expect(tensor.elements(as: Float.self) == [-3, -2, -1, 0, 1])
    }

    @Test("without dimensions, with one, and without rows")
    func shapes() throws {
        let scalar = try Tensor(npy: npyFixture("scalar"))
        #expect(scalar.shape == .scalar)
        #expect(scalar.elements(as: Float.self) == [2.5])
        #expect(try Tensor(npy: npyFixture("vector")).shape == [7])
        #expect(try Tensor(npy: npyFixture("no-rows")).shape == [0, 3])
    }

    @Test("with NaN, infinities, negative zero and the smallest number")
    func specialValues() throws {
        let values = try Tensor(npy: npyFixture("special")).elements(as: Float.self)
        #expect(values[0].isNaN)
        #expect(values[1] == .infinity)
        #expect(values[2] == -.infinity)
        #expect(values[3] == 0 && values[3].sign == .minus)
        #expect(values[4] == .leastNonzeroMagnitude)
    }

    @Test("with the keys in another order, double quotes and Python 2's long integers")
    func unusualDictionary() throws {
        let dictionary = "{\"shape\": (2L,1L), 'fortran_order':False ,\"descr\":\"|u1\"}\n"
        let tensor = try Tensor(npy: npyFile(dictionary: dictionary, elements: [4, 5]))
        #expect(tensor.shape == [2, 1])
        #expect(tensor.elements(as: UInt8.self) == [4, 5])
    }
}
