import Testing

@testable import ServingAPI

@Suite("Digits are read by the word")
struct DigitRunTests {
    @Test("and counted whatever byte follows")
    func counts() {
        for count in 0...8 {
            for follower in UInt8.min...UInt8.max where !(0x30...0x39).contains(follower) {
                var bytes = [UInt8](repeating: UInt8(ascii: "9"), count: 8)
                for index in count..<8 { bytes[index] = index == count ? follower : 0x35 }
                let word = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                #expect(DigitRun.leadingDigitCount(word) == count)
            }
        }
    }

    @Test("up to the first byte that is none, short and long, at the end and before it")
    func values() {
        for count in 0...19 {
            for tail in [0, 1, 7, 8, 30] {
                let digits = String("1234567890987654321".prefix(count))
                let bytes = Array((digits + String(repeating: "]", count: tail)).utf8) + [0]
                bytes.withUnsafeBufferPointer { buffer in
                    guard let start = buffer.baseAddress else { return }
                    let end = start + buffer.count - 1
                    for read in [DigitRun.readShort, DigitRun.readLong] {
                        var cursor = start
                        var value: UInt64 = 0
                        read(&cursor, end, &value)
                        #expect(value == UInt64(digits) ?? 0)
                        #expect(cursor - start == count)
                    }
                }
            }
        }
    }
}
