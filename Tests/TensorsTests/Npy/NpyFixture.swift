import Fixtures
import Foundation

@testable import Tensors

/// The golden file of that name, which `make_npy_cases.py` wrote.
func npyFixture(_ name: String) throws -> [UInt8] {
    try [UInt8](Fixtures.data("npy/\(name).npy"))
}

/// A version 1.0 file with this dictionary and these elements.
func npyFile(dictionary: String, elements: [UInt8] = []) -> [UInt8] {
    let length = dictionary.utf8.count
    return NpyHeader.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
        + Array(dictionary.utf8) + elements
}
