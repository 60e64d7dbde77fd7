import Foundation
import Testing

@testable import Wire

@Suite("Inflation")
struct InflationTests {
    private static let text = #"{"instances":[[1.0,2.0]]}"#
    // The text by Python's gzip and zlib, and in two members.
    private static let gzip = bytes("H4sIAAAAAAACA6tWyswrLknMS04tVrKKjjbUM9Ax0jOIja0FABqBQbAZAAAA")
    private static let zlib = bytes("eJyrVsrMKy5JzEtOLVayio421DPQMdIziI2tBQBvlAf6")
    private static let raw = bytes("q1bKzCsuScxLTi1WsoqONtQz0DHSM4iNrQUA")
    private static let members = bytes(
        "H4sIAAAAAAACA6tWyswrLknMS04FAIvSNmYKAAAAH4sIAAAAAAACAytWsoqONtQz0DHSM4iNrQUAl8zXBQ8AAAA=")

    private static func bytes(_ base64: String) -> [UInt8] {
        Array(Data(base64Encoded: base64) ?? Data())
    }

    private func inflate(
        _ bytes: [UInt8], _ wrapping: Inflation.Wrapping, limit: Int = 100
    ) throws -> String {
        String(
            decoding: try Inflation.inflate(bytes, from: wrapping, limit: limit), as: UTF8.self)
    }

    @Test("what other programs deflate comes out as it was, in every wrapping")
    func wrappings() throws {
        #expect(try inflate(Self.gzip, .gzip) == Self.text)
        #expect(try inflate(Self.zlib, .zlib) == Self.text)
        #expect(try inflate(Self.raw, .none) == Self.text)
        #expect(try inflate(Self.members, .gzip) == Self.text)
    }

    @Test("the limit is exact")
    func limit() throws {
        #expect(try inflate(Self.gzip, .gzip, limit: Self.text.utf8.count) == Self.text)
        #expect(throws: WireError.tooLong(part: "compressed data", limit: 24)) {
            try inflate(Self.gzip, .gzip, limit: 24)
        }
        #expect(throws: WireError.tooLong(part: "compressed data", limit: 9)) {
            try inflate(Self.members, .gzip, limit: 9)
        }
    }

    @Test("memory is asked for before it is taken, and its refusal ends it")
    func memory() throws {
        var asked: [Int] = []
        #expect(throws: WireError.self) {
            try Inflation.inflate(Self.gzip, from: .gzip, limit: 100_000) { bytes in
                asked.append(bytes)
                return false
            }
        }
        #expect(asked == [4096])
    }

    @Test("data that is cut off, damaged or followed by something is refused")
    func damage() {
        for count in 0..<Self.gzip.count {
            #expect(throws: WireError.self) {
                try inflate(Array(Self.gzip.prefix(count)), .gzip)
            }
        }
        let unnoticed = Self.zlib.indices.filter { index in
            var damaged = Self.zlib
            damaged[index] ^= 0x10
            return (try? inflate(damaged, .zlib)) == Self.text
        }
        // The last bits before the checksum only fill their byte.
        #expect(unnoticed.allSatisfy { $0 == Self.zlib.count - 5 })
        #expect(throws: WireError.self) { try inflate(Self.zlib + [0], .zlib) }
        #expect(throws: WireError.self) { try inflate(Self.gzip + [0], .gzip) }
        #expect(throws: WireError.self) { try inflate(Self.gzip, .zlib) }
        #expect(throws: WireError.self) { try inflate([], .gzip) }
    }
}
