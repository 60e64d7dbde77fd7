import Testing

@testable import HTTP

/// Header blocks as RFC 7541 writes them, byte by byte.
@Suite struct HeaderCompressionTests {
    /// GET, http, / from the static table.
    private static let indexed: [UInt8] = [0x82, 0x86, 0x84]
    /// `:authority: x`, added to the dynamic table.
    private static let authority: [UInt8] = [0x41, 1, UInt8(ascii: "x")]

    private func outcome(_ blocks: [UInt8]...) throws -> Outcome {
        try Outcome(
            of: blocks.enumerated().map { index, block in
                raw(1, 5, UInt32(2 * index + 1), block)
            })
    }

    @Test("indexed fields, all kinds of literals and Huffman coding")
    func forms() throws {
        // The examples of RFC 7541 appendix C.4: www.example.com, no-cache, custom-key.
        let first: [UInt8] =
            Self.indexed + [
                0x41, 0x8C, 0xF1, 0xE3, 0xC2, 0xE5, 0xF2, 0x3A, 0x6B, 0xA0, 0xAB, 0x90, 0xF4, 0xFF,
            ]
        let second: [UInt8] =
            Self.indexed + [0xBE, 0x58, 0x86, 0xA8, 0xEB, 0x10, 0x64, 0x9C, 0xBF]
        let third: [UInt8] = [
            0x82, 0x87, 0x85, 0xBF, 0x40, 0x88, 0x25, 0xA8, 0x49, 0xE9, 0x5B, 0xA9, 0x7D, 0x7F,
            0x89, 0x25, 0xA8, 0x49, 0xE9, 0x5B, 0xB8, 0xE8, 0xB4, 0xBF,
        ]
        #expect(try outcome(first, second, third).requests == ["/", "/", "/index.html"])
        // Not indexed, never indexed, and a table size update where it is allowed.
        let literals: [UInt8] = [0x20] + Self.indexed + [0x01, 1, 0x78, 0x10, 1, 0x61, 1, 0x62]
        #expect(try outcome(literals).requests == ["/"])
    }

    @Test(
        "what can't be decoded ends the connection",
        arguments: [
            // 2.3.3 and 6.1: an index of nothing, or beyond the tables.
            [0x80], [0xFF, 0x40], [0x7F, 0x40, 1, 0x61],
            // 5.1: an integer without end.
            [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            // 5.2: padding longer than 7 bits, of zeros, with EOS; a string that is cut off.
            [0x40, 1, 0x61, 0x82, 0x1F, 0xFF], [0x40, 1, 0x61, 0x81, 0x18],
            [0x40, 1, 0x61, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x40, 5, 0x61],
            // 4.2 and 6.3: a table size over the limit, and an update behind a field.
            [0x3F, 0xE2, 0x1F], [0x82, 0x20],
        ] as [[UInt8]])
    func errors(block: [UInt8]) throws {
        let prefix = block.first == 0x82 ? [] : Self.indexed + Self.authority
        let isUpdate = block.first == 0x3F
        let outcome = try outcome(isUpdate ? block + prefix : prefix + block)
        #expect(outcome.goAway == Code.compression)
        #expect(outcome.requests.isEmpty)
    }

    @Test("the fields of a stream that is refused still go into the table")
    func sharedState() throws {
        let outcome = try outcome(
            Self.indexed + [0x41, 1, 0x78, 0x40, 1, 0x41, 1, 0x62], Self.indexed + [0xBF])
        // Stream 1 has a capital letter; 0xBF is the authority it brought, behind the later entry.
        #expect(outcome.resets == [1: Code.protocolError])
        #expect(outcome.requests == ["/"])
    }
}
