import Testing
import Wire

@testable import Checkpoints

@Suite("Strings in data files")
struct StringTensorTests {
    @Test("lengths that don't add up are refused")
    func lengths() {
        let checksum: [UInt8] = [0, 0, 0, 0]
        #expect(throws: WireError.self) { try StringTensor(strings: [], elementCount: 0) }
        #expect(throws: WireError.self) {
            try StringTensor(strings: [2] + checksum + [65], elementCount: 1)
        }
        #expect(throws: WireError.self) {
            try StringTensor(strings: [1] + checksum + [65, 66], elementCount: 1)
        }
        #expect(throws: WireError.self) {
            try StringTensor(variants: [1, 65] + checksum + [0], elementCount: 1)
        }
    }

    @Test("a number of elements beyond the bytes is refused before memory is asked for")
    func count() {
        #expect(throws: WireError.self) { try StringTensor(strings: [1, 2], elementCount: .max) }
        #expect(throws: WireError.self) { try StringTensor(variants: [1, 2], elementCount: .max) }
    }
}
