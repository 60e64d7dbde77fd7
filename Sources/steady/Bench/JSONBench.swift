import Foundation
import Serving
import ServingAPI
import Tensors

/// Measures how fast tensors are read from JSON and written to it, in turns, on one thread.
struct JSONBench {
    /// What is measured.
    enum Work: String, CaseIterable, Encodable {
        /// Reading numbers that are as short as they can be.
        case readShortest = "read, shortest text"
        /// Reading numbers of 17 significant digits, as Python prints what it has widened.
        case readSeventeenDigits = "read, 17 digits"
        /// Writing numbers as short as they can be.
        case writeShortest = "write, shortest text"
    }

    /// A reader gave other numbers than those the text was made of.
    struct WrongNumbers: Error, CustomStringConvertible {
        let work: Work

        var description: String { "'\(work.rawValue)' does not give the numbers written" }
    }

    private let rows: Tensor
    private let input: TensorSignature
    private let shortest: [UInt8]
    private let long: [UInt8]

    /// Makes both texts of rows, and checks that the same bits are read from them.
    ///
    /// - Parameter rows: At least one row of `float32`.
    /// - Throws: `WrongNumbers`, and what a client would be told.
    init(_ rows: Tensor) throws {
        self.rows = rows
        input = TensorSignature(
            name: "x", elementType: .float32,
            dimensions: [nil] + rows.shape.dimensions.dropFirst().map { $0 })
        shortest = TensorJSON.body(of: rows)
        long = Self.longBody(of: rows)
        for work in [Work.readShortest, .readSeventeenDigits] {
            let read = try TensorJSON.rows(in: body(for: work), for: input)
            guard read.shape == rows.shape, Self.bits(of: read) == Self.bits(of: rows) else {
                throw WrongNumbers(work: work)
            }
        }
    }

    /// The bytes of text that a piece of work reads or writes.
    func byteCount(of work: Work) -> Int { body(for: work).count }

    /// How long each run took, from the shortest to the longest, for each piece of work.
    func measure(for duration: Duration) throws -> [Work: [Duration]] {
        let clock = ContinuousClock()
        var runs: [Work: [Duration]] = [:]
        let end = clock.now + duration * Work.allCases.count
        repeat {
            for work in Work.allCases {
                let text = body(for: work)
                runs[work, default: []].append(try clock.measure { try run(work, text) })
            }
        } while clock.now < end
        return runs.mapValues { $0.sorted() }
    }

    private func run(_ work: Work, _ text: [UInt8]) throws {
        switch work {
        case .readShortest, .readSeventeenDigits:
            let tensor = try TensorJSON.rows(in: text, for: input)
            guard tensor.shape == rows.shape else { throw WrongNumbers(work: work) }
        case .writeShortest:
            guard TensorJSON.body(of: rows).count == shortest.count else {
                throw WrongNumbers(work: work)
            }
        }
    }

    private static func bits(of tensor: Tensor) -> [UInt8] {
        tensor.withUnsafeBytes { Array($0) }
    }

    private func body(for work: Work) -> [UInt8] {
        work == .readSeventeenDigits ? long : shortest
    }

    /// The body with 17 significant digits for every number.
    private static func longBody(of rows: Tensor) -> [UInt8] {
        var text: [UInt8] = []
        rows.withElements(of: Float.self) { numbers in
            text.reserveCapacity(24 * numbers.count)
            append(numbers[...], dimensions: rows.shape.dimensions[...], to: &text)
        }
        return Array(#"{"instances":"#.utf8) + text + Array("}".utf8)
    }

    private static func append(
        _ numbers: Slice<UnsafeBufferPointer<Float>>, dimensions: ArraySlice<Int>,
        to text: inout [UInt8]
    ) {
        guard let extent = dimensions.first else {
            for number in numbers { text += String(format: "%.17g", Double(number)).utf8 }
            return
        }
        text.append(UInt8(ascii: "["))
        let stride = numbers.count / max(extent, 1)
        for index in 0..<extent {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            let start = numbers.startIndex + index * stride
            append(numbers[start..<start + stride], dimensions: dimensions.dropFirst(), to: &text)
        }
        text.append(UInt8(ascii: "]"))
    }
}
