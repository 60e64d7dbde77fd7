import Fixtures
import Testing
import Wire

@Suite("Snappy")
struct SnappyTests {
    /// Made with the Snappy compressor of Python's cramjam 2.14.0.
    static let vectors: [(compressed: [UInt8], text: String)] = [
        ([0x00], ""),
        ([0x03, 0x08, 0x61, 0x62, 0x63], "abc"),
        (
            [
                0xc8, 0x01, 0x00, 0x61, 0xfe, 0x01, 0x00, 0xfe, 0x01, 0x00, 0xfe, 0x01, 0x00, 0x0d,
                0x01,
            ],
            String(repeating: "a", count: 200)
        ),
        (
            [
                0x7b, 0x24, 0x77, 0x69, 0x6b, 0x69, 0x70, 0x65, 0x64, 0x69, 0x61, 0x20, 0xfe, 0x0a,
                0x00, 0xb6, 0x0a, 0x00, 0x08, 0x65, 0x6e, 0x64,
            ],
            String(repeating: "wikipedia ", count: 12) + "end"
        ),
    ]

    @Test("what another compressor made comes back", arguments: vectors)
    func vector(compressed: [UInt8], text: String) throws {
        #expect(try Snappy.decompress(compressed) == Array(text.utf8))
    }

    @Test("literals have lengths of up to four bytes", arguments: 1...4)
    func longLiterals(lengthBytes: Int) throws {
        let text = (0..<100).map { UInt8($0) }
        let length = [UInt8(99)] + [UInt8](repeating: 0, count: lengthBytes - 1)
        let tag = UInt8((59 + lengthBytes) << 2)
        #expect(try Snappy.decompress([100, tag] + length + text) == text)
    }

    @Test("copies have distances of eleven, sixteen and thirty-two bits")
    func copies() throws {
        let literal: [UInt8] = [0x0c, 1, 2, 3, 4]
        #expect(
            try Snappy.decompress([8] + literal + [0b000_000_01, 4]) == [1, 2, 3, 4, 1, 2, 3, 4])
        #expect(try Snappy.decompress([6] + literal + [0b000001_10, 3, 0]) == [1, 2, 3, 4, 2, 3])
        #expect(
            try Snappy.decompress([6] + literal + [0b000001_11, 1, 0, 0, 0]) == [1, 2, 3, 4, 4, 4])
    }

    @Test(
        "malformed data is refused",
        arguments: [
            [], [0x80], [4, 0x0c, 1, 2], [3, 0x0c, 1, 2, 3, 4], [5, 0x0c, 1, 2, 3, 4],
            [8, 0x0c, 1, 2, 3, 4, 0x01, 0], [8, 0x0c, 1, 2, 3, 4, 0x01, 5],
            [6, 0x0c, 1, 2, 3, 4, 0x01, 4], [8, 0x0c, 1, 2, 3, 4, 0x01],
            [0xff, 0xff, 0xff, 0xff, 0x0f, 0x00, 0x61], [1, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x61],
        ] as [[UInt8]])
    func malformed(bytes: [UInt8]) {
        #expect(throws: WireError.self) { try Snappy.decompress(bytes) }
    }

    @Test("random changes give an error or at most the announced bytes, never a crash")
    func mutations() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            var bytes = Self.vectors[3].compressed
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
                    UInt8.random(in: 0...255, using: &generator)
            }
            if let output = try? Snappy.decompress(bytes) {
                #expect(output.count <= 32 * (bytes.count + 1))
            }
        }
    }
}
