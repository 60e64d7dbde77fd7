import Fixtures
import Foundation
import Tensors
import Testing

@testable import ServingAPI

@Suite("JSON is written")
struct JSONWriterTests {
    private func text(_ tensor: Tensor) -> String {
        var json = JSONWriter()
        json.write(tensor)
        return String(decoding: json.text, as: UTF8.self)
    }

    @Test("with floats as their shortest text, with a point or an exponent")
    func floats() {
        let values: [Float] = [
            0, -0.0, 1, 0.1, 1e-5, 1e16, 16_777_216, 3.4028235e38, .leastNonzeroMagnitude, -2.5,
        ]
        #expect(
            text(Tensor(values))
                == "[0.0,-0.0,1.0,0.1,1e-05,1e+16,16777216.0,3.4028235e+38,1e-45,-2.5]")
        #expect(text(Tensor([0.1, 1e300])) == "[0.1,1e+300]")
        #expect(text(Tensor([Float16(0.1), 65504])) == "[0.1,65504.0]")
        #expect(text(Tensor([BFloat16(1.5)])) == "[1.5]")
    }

    @Test("with NaN and infinities as bare words")
    func specialValues() {
        #expect(text(Tensor([Float.nan, .infinity, -.infinity])) == "[NaN,Infinity,-Infinity]")
    }

    @Test("with integers and booleans as they are")
    func integers() {
        #expect(
            text(Tensor([Int64.min, 0, .max])) == "[-9223372036854775808,0,9223372036854775807]")
        #expect(text(Tensor([UInt64.max])) == "[18446744073709551615]")
        #expect(text(Tensor([true, false])) == "[true,false]")
    }

    @Test("with lists nested by the shape")
    func nesting() {
        let values = (0..<6).map(Int32.init)
        #expect(text(Tensor(values, shape: [2, 3])) == "[[0,1,2],[3,4,5]]")
        #expect(text(Tensor(values, shape: [1, 3, 2, 1])) == "[[[[0],[1]],[[2],[3]],[[4],[5]]]]")
        #expect(text(Tensor(scalar: 4.5)) == "4.5")
        #expect(text(Tensor([Float](), shape: [0])) == "[]")
        #expect(text(Tensor([Float](), shape: [2, 0])) == "[[],[]]")
        #expect(text(Tensor([Float](), shape: [0, 2])) == "[]")
    }

    @Test("so that every float reads back as itself", arguments: 0..<4)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let floats = (0..<10_000).map { _ in
            Float(bitPattern: UInt32.random(in: 0..<0x7F80_0000, using: &random))
        }
        let doubles = floats.map { Double($0) / 3 }
        for tensor in [
            Tensor(floats, shape: [100, 10, 10]), Tensor(doubles, shape: [10, 1000]),
        ] {
            let bytes = Array(text(tensor).utf8)
            let back = try JSONScanner.scan(bytes) { scanner throws(RequestError) in
                var reader = TensorReader(
                    path: "", elementType: tensor.elementType, expectedCount: 0)
                try reader.readTensor(&scanner)
                return reader.takeTensor(shape: Shape(reader.shape))
            }
            #expect(back.shape == tensor.shape)
            #expect(
                back.withUnsafeBytes { Array($0) } == tensor.withUnsafeBytes { Array($0) })
        }
    }

    @Test("with strings escaped as other readers expect")
    func strings() throws {
        let original = "\"quoted\" back\\slash /\n\r\t\u{1}\u{1F}\u{7F} grün 😀"
        var json = JSONWriter()
        json.write(string: original)
        let back = try JSONSerialization.jsonObject(
            with: Data(json.text), options: .fragmentsAllowed)
        #expect(back as? String == original)
        let own = try JSONScanner.scan(json.text) { scanner throws(RequestError) in
            try scanner.readString()
        }
        #expect(own == original)
    }
}
