import Tensors
import Testing

@testable import ServingAPI

@Suite("Nested lists become tensors")
struct TensorReaderTests {
    private func tensor(
        _ json: String, _ type: ElementType = .float32, expecting count: Int = 0
    ) throws(RequestError) -> Tensor {
        try JSONScanner.scan(Array(json.utf8)) { scanner throws(RequestError) in
            var reader = TensorReader(path: "inputs", elementType: type, expectedCount: count)
            try reader.readTensor(&scanner)
            try scanner.expectEnd()
            return reader.takeTensor(shape: Shape(reader.shape))
        }
    }

    private func failure(_ json: String, _ type: ElementType = .float32) -> RequestError? {
        do throws(RequestError) {
            _ = try tensor(json, type)
            return nil
        } catch { return error }
    }

    @Test(
        "of the shape the lists have",
        arguments: [
            ("7", []), ("[7]", [1]), ("[1,2,3]", [3]), ("[[1,2],[3,4],[5,6]]", [3, 2]),
            (" [ [ 1 , 2 ] ,\n[ 3 , 4 ] ] ", [2, 2]), ("[[[[1]]],[[[2]]]]", [2, 1, 1, 1]),
            ("[]", [0]), ("[[]]", [1, 0]), ("[[],[]]", [2, 0]), ("[[[]],[[]],[[]]]", [3, 1, 0]),
        ])
    func shapes(json: String, shape: [Int]) throws {
        #expect(try tensor(json).shape == Shape(shape))
    }

    @Test("with their values in order")
    func values() throws {
        #expect(
            try tensor("[[1.5,-2],[NaN,1e2]]").elements(as: Float.self).map(\.description)
                == ["1.5", "-2.0", "nan", "100.0"])
        #expect(try tensor("[true,false]", .bool).elements(as: Bool.self) == [true, false])
        #expect(
            try tensor("[[-9223372036854775808]]", .int64).elements(as: Int64.self) == [.min])
    }

    @Test("in every element type", arguments: ElementType.allCases)
    func types(type: ElementType) throws {
        let json = type == .bool ? "[[true,false]]" : "[[1,0]]"
        let tensor = try tensor(json, type)
        #expect(tensor.elementType == type)
        #expect(try tensor.converted(to: type == .bool ? .uint8 : type).shape == [1, 2])
        #expect(try tensor.converted(to: .float64).elements(as: Double.self) == [1, 0])
    }

    @Test("however wrong the guess of their size was", arguments: [0, 1, 9999, 10000, 1_000_000])
    func growth(expected: Int) throws {
        let values = (0..<10000).map { Float($0) / 7 }
        let rows = stride(from: 0, to: 10000, by: 100).map { Array(values[$0..<$0 + 100]) }
        // Numbers that get longer as they go, so that the forecast is off.
        let tensor = try tensor("\(rows)", expecting: expected)
        #expect(tensor.shape == [100, 100])
        #expect(tensor.elements(as: Float.self) == values)
    }

    @Test(
        "unless the lists differ in length, which names the list",
        arguments: [
            ("[[1,2],[3]]", "inputs[1]", 2, 1, 9), ("[[1],[3,4]]", "inputs[1]", 1, 2, 9),
            ("[[[1,2],[3,4]],[[5,6],[7,8,9]]]", "inputs[1][1]", 2, 3, 28),
            ("[[[1],[2]],[[3]]]", "inputs[1]", 2, 1, 15), ("[[],[1]]", "inputs[1]", 0, 1, 6),
        ])
    func ragged(json: String, path: String, expected: Int, given: Int, offset: Int) {
        #expect(
            failure(json)
                == .ragged(offset: offset, path: path, expected: expected, given: given))
    }

    @Test(
        "and refused at the byte where the text goes wrong",
        arguments: [
            ("[1,[2]]", 3, "a number"), ("[[1],2]", 5, "'['"), ("[1,2", 4, "',' or ']'"),
            ("[1,]", 3, "a number"), ("[,1]", 1, "a number"), ("[1 2]", 3, "',' or ']'"),
            ("[\"1\"]", 1, "a number"), ("[null]", 1, "a number"), ("[1.]", 3, "a number"),
            ("[[1,2],]", 7, "'['"), ("", 0, "a JSON object"), ("[1}", 2, "',' or ']'"),
            ("[{}]", 1, "a number"), ("[[[]],[1]]", 7, "'['"), ("[", 1, "a number"),
        ])
    func malformed(json: String, offset: Int, expected: String) {
        guard case .json(offset, expected, _) = failure(json) else {
            Issue.record("\(json): \(String(describing: failure(json)))")
            return
        }
    }

    @Test("and values of another type are named")
    func wrongType() {
        #expect(
            failure("[1,300]", .uint8)
                == .json(
                    offset: 3, expected: "an integer from 0 to 255", found: UInt8(ascii: "3")))
        #expect(
            failure("[1.5]", .int8)
                == .json(
                    offset: 2, expected: "an integer from -128 to 127", found: UInt8(ascii: ".")))
        #expect(
            failure("[1]", .bool)
                == .json(offset: 1, expected: "true or false", found: UInt8(ascii: "1")))
    }

    @Test("to 32 dimensions")
    func rank() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
        }
        #expect(try tensor(nested(32)).shape.rank == 32)
        #expect(
            failure(nested(33))
                == .json(
                    offset: 32, expected: "at most 32 dimensions", found: UInt8(ascii: "[")))
        #expect(failure(String(repeating: "[", count: 1_000_000)) != nil)
    }

    @Test("and rows that lie apart become one tensor")
    func rows() throws {
        let (shape, values) = try JSONScanner.scan(Array("[1,2] [3,4] [5,6] [7]".utf8)) {
            scanner throws(RequestError) in
            var reader = TensorReader(
                path: "instances", rowSuffix: ".a", elementType: .int16, expectedCount: 2)
            for _ in 0..<3 { try reader.readRow(&scanner) }
            #expect(
                throws: RequestError.ragged(
                    offset: 20, path: "instances[3].a", expected: 2, given: 1)
            ) { try reader.readRow(&scanner) }
            let shape = [3, 2]
            return (reader.shape, reader.takeTensor(shape: Shape(shape)).elements(as: Int16.self))
        }
        #expect(shape == [3, 2])
        #expect(values == [1, 2, 3, 4, 5, 6])
    }
}
