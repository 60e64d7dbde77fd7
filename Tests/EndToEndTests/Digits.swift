import Fixtures
import Foundation
import Tensors

/// The fixed test split of the digits, with what TensorFlow answers.
struct Digits {
    let images: Tensor
    let labels: [Int64]
    let probabilities: [Float]

    init() throws {
        func read(_ name: String) throws -> Tensor {
            try Tensor(npyContentsOf: Fixtures.url("digits/\(name).npy").path)
        }
        images = try read("images")
        labels = try read("labels").elements(as: Int64.self)
        probabilities = try read("probabilities").elements(as: Float.self)
    }

    var count: Int { labels.count }

    /// The digits in `range` as the JSON text of an array.
    func json(_ range: Range<Int>) -> String {
        let pixels = images.rows(range).elements(as: Float.self)
        let rows = stride(from: 0, to: pixels.count, by: 64).map { row in
            let lines = stride(from: row, to: row + 64, by: 8).map { line in
                "[" + pixels[line..<line + 8].map { "[\($0)]" }.joined(separator: ",") + "]"
            }
            return "[" + lines.joined(separator: ",") + "]"
        }
        return "[" + rows.joined(separator: ",") + "]"
    }

    /// The body of a request in TensorFlow Serving's row form.
    func instances(_ range: Range<Int>) -> [UInt8] {
        Array("{\"instances\":\(json(range))}".utf8)
    }

    /// The largest difference of the answers for `range` from TensorFlow's.
    func worstError(_ answers: [Float], _ range: Range<Int>) throws -> Float {
        let expected = probabilities[range.lowerBound * 10..<range.upperBound * 10]
        guard answers.count == expected.count else {
            throw Failure("\(answers.count) probabilities for \(range.count) digits")
        }
        return zip(answers, expected).map { abs($0 - $1) }.max() ?? 0
    }

    /// How many of the answers for `range` name the digit that is on the picture.
    func correct(_ answers: [Float], _ range: Range<Int>) -> Int {
        range.enumerated().count { index, digit in
            let row = answers[index * 10..<index * 10 + 10]
            return row.indices.max { row[$0] < row[$1] }.map { Int64($0 - row.startIndex) }
                == labels[digit]
        }
    }

    /// The numbers in a JSON value of nested arrays, in order.
    static func numbers(_ value: Any?) -> [Float] {
        if let number = value as? NSNumber { return [number.floatValue] }
        return (value as? [Any])?.flatMap(numbers) ?? []
    }
}
