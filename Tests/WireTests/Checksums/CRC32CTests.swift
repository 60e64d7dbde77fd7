import Fixtures
import Testing

@testable import Wire

@Suite("CRC-32C")
struct CRC32CTests {
    /// RFC 3720, appendix B.4; the last is the check value of the CRC catalogue.
    static let vectors: [(bytes: [UInt8], checksum: UInt32)] = [
        ([], 0),
        ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
        ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43),
        ([UInt8](0..<32), 0x46dd_794e),
        ([UInt8]((0..<32).reversed()), 0x113f_db5c),
        ([UInt8]("123456789".utf8), 0xe306_9283),
    ]

    @Test("published vectors hold", arguments: vectors)
    func vector(bytes: [UInt8], checksum: UInt32) {
        #expect(CRC32C.checksum(of: bytes) == checksum)
    }

    @Test("any length and alignment gives what the polynomial's definition gives")
    func definition() {
        var generator = SeededGenerator(seed: 1)
        let bytes = (0..<120).map { _ in UInt8.random(in: 0...255, using: &generator) }
        for start in 0..<20 {
            for end in start...bytes.count {
                let slice = bytes[start..<end]
                #expect(CRC32C.checksum(of: slice) == bitByBit(slice))
                var check = CRC32C()
                slice.withUnsafeBytes { check.updateByTables($0) }
                #expect(check.value == bitByBit(slice))
            }
        }
    }

    @Test("bytes may come in pieces")
    func pieces() {
        let bytes = [UInt8](0..<100)
        for split in 0...100 {
            var check = CRC32C()
            check.update(bytes[..<split])
            check.update(bytes[split...])
            #expect(check.value == CRC32C.checksum(of: bytes))
        }
    }

    @Test("a sequence without contiguous storage is checked all the same")
    func sequence() {
        let bytes = stride(from: UInt8(0), to: 32, by: 1)
        #expect(CRC32C.checksum(of: bytes) == 0x46dd_794e)
    }

    /// A block with its stored checksum, from an index file that TensorFlow 2.12 wrote.
    @Test("the mask is TensorFlow's")
    func mask() {
        let block: [UInt8] = [0, 0, 0, 0, 1, 0, 0, 0, 0]
        #expect(CRC32C.mask(CRC32C.checksum(of: block)) == 0xb0a1_f2c0)
        for value: UInt32 in [0, 1, 0x8a91_36aa, .max] {
            #expect(CRC32C.unmask(CRC32C.mask(value)) == value)
        }
    }

    private func bitByBit(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var state = UInt32.max
        for byte in bytes {
            for bit in 0..<8 {
                let carry = (state ^ UInt32(byte >> UInt8(bit))) & 1
                state = state >> 1 ^ (carry == 1 ? 0x82f6_3b78 : 0)
            }
        }
        return ~state
    }
}
