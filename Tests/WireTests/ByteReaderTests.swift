import Testing
import Wire

@Suite("Reading bytes")
struct ByteReaderTests {
    @Test(
        "varints come back as they were written",
        arguments: [0, 1, 127, 128, 300, 0xffff_ffff, UInt64(1) << 63, .max])
    func varint(value: UInt64) throws {
        var bytes: [UInt8] = []
        appendVarint(value, to: &bytes)
        var reader = ByteReader(bytes, part: "test")
        #expect(try reader.varint() == value)
        try reader.requireEnd()
    }

    @Test("a varint of more than 64 bits is refused")
    func longVarint() {
        for last: UInt8 in [2, 0x80, 0xff] {
            var reader = ByteReader([UInt8](repeating: 0xff, count: 9) + [last, 1], part: "test")
            #expect(
                throws: WireError.malformed(
                    part: "test", offset: 0, reason: "a varint exceeds 64 bits")
            ) { try reader.varint() }
        }
    }

    @Test("a length of more than 32 bits is refused")
    func longLength() {
        var bytes: [UInt8] = []
        appendVarint(1 << 32, to: &bytes)
        var reader = ByteReader(bytes, part: "test")
        #expect(throws: WireError.self) { try reader.length() }
    }

    @Test("fixed integers are little-endian")
    func fixed() throws {
        var reader = ByteReader([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0x8c], part: "test")
        #expect(try reader.fixed32() == 0x0403_0201)
        #expect(try reader.fixed64() == 0x8c0b_0a09_0807_0605)
    }

    @Test("no read passes the end")
    func end() throws {
        var reader = ByteReader([1, 2, 0x80, 4], in: 1..<3, part: "test")
        #expect(reader.remaining == 2)
        #expect(
            throws: WireError.truncated(part: "test", offset: 1, needed: 4, available: 2)
        ) { try reader.fixed32() }
        #expect(try reader.byte() == 2)
        #expect(throws: WireError.self) { try reader.requireEnd() }
        #expect(
            throws: WireError.truncated(part: "test", offset: 3, needed: 1, available: 0)
        ) { try reader.varint() }
        #expect(throws: WireError.self) { try reader.slice(count: 1) }
    }
}
