import Testing

@testable import Tensors

@Suite("Files that are not .npy arrays are refused")
struct NpyRefusalTests {
    private func failure(_ file: [UInt8]) -> NpyError? {
        do {
            _ = try Tensor(npy: file)
            return nil
        } catch { return error }
    }

    @Test("without the magic bytes", arguments: [[], Array("PK\u{3}\u{4} a zip".utf8)])
    func magic(file: [UInt8]) { #expect(failure(file) == .notNpy) }

    @Test("of an unknown version")
    func version() throws {
        var file = try npyFixture("vector")
        file[6] = 4
        #expect(failure(file) == .version(major: 4, minor: 0))
    }

    @Test("cut short anywhere")
    func truncated() throws {
        let file = try npyFixture("vector")
        for length in 0..<file.count { #expect(failure(Array(file[..<length])) != nil) }
        #expect(
            failure(Array(file.dropLast()))
                == .elementBytes(offset: 128, expected: 28, given: 27))
        #expect(failure(Array(file[..<100])) == .truncatedHeader(expected: 128, given: 100))
    }

    @Test("with bytes behind the elements")
    func trailing() throws {
        let file = try npyFixture("vector") + [0]
        #expect(failure(file) == .elementBytes(offset: 128, expected: 28, given: 29))
    }

    @Test(
        "with elements that tensors don't have",
        arguments: [("complex", "'<c8'"), ("text", "'<U2'"), ("structure", "a structure")])
    func elementTypes(name: String, type: String) throws {
        #expect(try failure(npyFixture(name)) == .unsupportedElementType(type))
    }

    @Test(
        "with a dictionary that is not one, saying where",
        arguments: [
            ("[]", 10, "'{'"),
            ("{'descr': '<f4', 'fortran_order': Maybe", 44, "True or False"),
            ("{'descr': '<f4', 'shape': (2,)}", 41, "the key 'fortran_order'"),
            ("{'fortran_order': False, 'shape': (2,)}", 49, "the key 'descr'"),
            ("{'shape': (2, -1)}", 24, "an extent"),
            ("{'shape': (99999999999999999999,)}", 21, "an extent"),
            ("{'color': 1}", 11, "the key 'descr', 'fortran_order' or 'shape'"),
            ("{'descr': '<f4", 24, "the end of the string"),
            ("{'descr'; '<f4'}", 18, "':'"),
        ])
    func dictionary(text: String, offset: Int, expected: String) {
        #expect(failure(npyFile(dictionary: text)) == .header(offset: offset, expected: expected))
    }

    @Test("with extents that can't be counted or are too many")
    func extents() {
        let huge = "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 2147483648)}"
        #expect(failure(npyFile(dictionary: huge)) == .shape([4_294_967_296, 2_147_483_648]))
        // Empty, but with strides that don't fit.
        let empty = "{'descr': '<f8', 'fortran_order': True, 'shape': (0, 4294967296, 2147483648)}"
        #expect(failure(npyFile(dictionary: empty)) == .shape([0, 4_294_967_296, 2_147_483_648]))
        let many = String(repeating: "1,", count: 65)
        let deep = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(many))}"
        #expect(
            failure(npyFile(dictionary: deep, elements: [0]))
                == .header(offset: 189, expected: "at most 64 extents"))
    }

    @Test("or read, or refused, but never crash, with any byte changed")
    func flippedBytes() throws {
        let file = try npyFixture("fortran-f4")
        var refused = 0
        for index in 0..<128 {
            for bit in 0..<8 {
                var flipped = file
                flipped[index] ^= 1 << bit
                if failure(flipped) != nil { refused += 1 }
            }
        }
        #expect(refused > 200)
    }
}
