import Fixtures
import Foundation

/// A tensor as TensorFlow read it, from an `expected.json` beside the checkpoint.
struct ExpectedTensor: Decodable, Sendable {
    let type: String
    let shape: [Int]
    /// Little-endian and row-major; absent for strings.
    let bytes: Data?
    let strings: [Data]?

    /// All variables of a case by name.
    static func all(of folder: String) throws -> [String: ExpectedTensor] {
        let url = Fixtures.url("checkpoints/\(folder)/expected.json")
        return try JSONDecoder().decode([String: ExpectedTensor].self, from: Data(contentsOf: url))
    }
}
