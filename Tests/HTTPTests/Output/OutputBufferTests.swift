import Fixtures
import Testing

@testable import HTTP

/// All bytes that wait in a buffer.
func bytes(of output: OutputBuffer) -> [UInt8] {
    var bytes: [UInt8] = []
    output.forEachPiece(atMost: .max) { bytes.append(contentsOf: $0) }
    return bytes
}

@Suite struct OutputBufferTests {
    @Test("small pieces are joined and large ones kept apart, in order")
    func pieces() {
        var output = OutputBuffer()
        let large = [UInt8](repeating: 7, count: 40_000)
        output.append { $0.append(contentsOf: [1, 2]) }
        output.append([3])
        output.append(large)
        output.append([4])
        var sizes: [Int] = []
        output.forEachPiece(atMost: 9) { sizes.append($0.count) }
        #expect(sizes == [3, 40_000, 1])
        #expect(bytes(of: output) == [1, 2, 3] + large + [4])
        #expect(output.count == 40_004)
    }

    @Test("one text that answers many requests is in none of them copied")
    func shared() {
        var output = OutputBuffer()
        let text = [UInt8](repeating: 7, count: 20_000)
        for _ in 0..<64 {
            output.append { $0.append(1) }
            output.append(text)
        }
        let place = text.withUnsafeBytes { $0.baseAddress }
        var shared = 0
        output.forEachPiece(atMost: .max) { if $0.baseAddress == place { shared += 1 } }
        #expect(shared == 64)
    }

    @Test("what is written leaves the rest, however it is cut")
    func consuming() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<20 {
            var output = OutputBuffer()
            var expected: [UInt8] = []
            for step in 0..<20 {
                let count = step % 7 == 6 ? 33_000 : Int(random.next() % 50)
                let piece = (0..<count).map { UInt8(truncatingIfNeeded: $0 &+ step) }
                output.append(piece)
                expected += piece
                let written = Int(random.next() % UInt64(expected.count + 1))
                output.consume(written)
                expected.removeFirst(written)
                #expect(output.count == expected.count)
            }
            #expect(bytes(of: output) == expected)
        }
    }
}
