import Fixtures
import Testing

@testable import HTTP

/// However a stream of bytes is cut, the same requests or the same refusal come out.
@Suite struct SplittingTests {
    private static let samples = [
        "GET /health HTTP/1.1\nHost: x\nUser-Agent: test\n\n",
        "\nPOST /predict HTTP/1.1\nHost: x\nContent-Length: 11\n\nhello\n12345GET / HTTP/1.0\n\n",
        "POST / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n5;a\nhello\n0\nA: b\n\n",
        "POST / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n1\na\n0\n\nGET / HTTP/1.1\nHost: x\n\n",
        "GET / HTTP/1.1\nHost: x\nContent-Length: 3\nTransfer-Encoding: chunked\n\n0\n\n",
        "GET / HTTP/1.1\nHost: x\nExpect: 100-continue\nContent-Length: 3\n\nabcOPTIONS * HTTP/1.1\nHost: x\n\n",
    ]

    @Test("pieces of any size give what the whole gives", arguments: samples)
    func pieces(text: String) {
        let bytes = wire(text)
        let whole = parse(bytes)
        for size in 1...bytes.count { #expect(parse(bytes, size: size) == whole) }
    }

    @Test("bytes changed at random give the same in pieces, and never a crash")
    func mutations() {
        var random = SeededGenerator(seed: 0x5EED)
        var refused = 0
        for round in 0..<4_000 {
            var bytes = wire(Self.samples[round % Self.samples.count])
            for _ in 0...Int(random.next() % 3) {
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 3 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: place)
                default: bytes.insert(bytes[Int(random.next() % UInt64(bytes.count))], at: place)
                }
            }
            let whole = parse(bytes)
            if whole.error != nil { refused += 1 }
            #expect(parse(bytes, size: 1) == whole)
            #expect(parse(bytes, size: 7) == whole)
        }
        #expect(refused > 1_000)
    }
}
