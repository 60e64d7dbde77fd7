import HTTPTypes
import Testing

@testable import HTTP

@Suite struct BytesTests {
    private func fieldName(_ text: String) -> (name: HTTPField.Name, role: FieldRole)? {
        FieldNames.known.name(of: Array(text.utf8).span)
    }

    private func base64(_ text: String) -> [UInt8]? { Base64URL.decode(Array(text.utf8).span) }

    @Test("the character classes hold the characters of the grammar")
    func classes() {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        let token = Set((letters + "!#$%&'*+-.^_`|~").utf8)
        let host = Set((letters + "-._~!$&'()*+,;=:[]%").utf8)
        for byte in UInt8.min...UInt8.max {
            #expect(ByteClass.isToken(byte) == token.contains(byte))
            #expect(ByteClass.isHost(byte) == host.contains(byte))
            let isValue = byte == 9 || (byte >= 0x20 && byte != 0x7F)
            #expect(ByteClass.isFieldValue(byte) == isValue)
        }
    }

    @Test("known and unknown field names are found whatever their case")
    func fieldNames() throws {
        for text in ["content-length", "Content-Length", "CONTENT-LENGTH"] {
            let found = fieldName(text)
            #expect(found?.name == .contentLength)
            #expect(found?.role == .contentLength)
        }
        let unknown = try #require(fieldName("X-Unheard-Of"))
        #expect(unknown.name.canonicalName == "x-unheard-of")
        #expect(unknown.role == .plain)
        #expect(fieldName("a b") == nil)
        #expect(fieldName("") == nil)
    }

    @Test(
        "base64url is read with and without padding",
        arguments: [
            ("", [UInt8]()), ("AA", [0]), ("AA==", [0]), ("_-8", [0xFF, 0xEF]),
            ("AAMAAABk", [0, 3, 0, 0, 0, 100]),
        ])
    func goodBase64(text: String, bytes: [UInt8]) {
        #expect(base64(text) == bytes)
    }

    @Test("what is no base64url is refused", arguments: ["A", "A+AA", "AA=A", "AAAAA", "A A"])
    func badBase64(text: String) {
        #expect(base64(text) == nil)
    }

    @Test("numbers are written in decimal", arguments: [0, 7, 10, 99, 100, 65_536, -12, Int.max])
    func decimal(number: Int) {
        var bytes = Array("x".utf8)
        bytes.append(decimal: number)
        #expect(String(decoding: bytes, as: UTF8.self) == "x\(number)")
    }

    @Test(
        "numbers are written in decimal into room made for them",
        arguments: [0, 7, 10, 99, 100, 65_536, Int.max])
    func decimalInRoom(number: Int) {
        var bytes = Array("x".utf8)
        bytes.append(addingCapacity: 20) { $0.append(decimal: number) }
        #expect(String(decoding: bytes, as: UTF8.self) == "x\(number)")
    }
}
