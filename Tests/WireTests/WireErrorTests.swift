import Testing
import Wire

@Suite("Errors of the formats")
struct WireErrorTests {
    @Test(
        "a message says what, where, expected and given",
        arguments: [
            (
                WireError.truncated(part: "footer", offset: 3, needed: 48, available: 5),
                "footer at byte 3 needs 48 bytes, but only 5 are left"
            ),
            (
                .malformed(part: "footer", offset: 3, reason: "odd"),
                "footer at byte 3 is malformed: odd"
            ),
            (
                .checksumMismatch(part: "block", offset: 9, stored: 255, computed: 16),
                "block at byte 9 has the CRC-32C 0x10, but 0xff was stored"
            ),
            (
                .unsupportedCompression(code: 2, offset: 7),
                "the block at byte 7 has the compression type 2; 0 (none) and 1 (Snappy) are "
                    + "supported"
            ),
            (.undecodableMessage(name: "M", reason: "r"), "the bytes are no M message: r"),
            (.unencodableMessage(name: "M", reason: "r"), "the M message can't be encoded: r"),
        ])
    func description(error: WireError, text: String) {
        #expect(error.description == text)
    }
}
