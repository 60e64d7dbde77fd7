import Checkpoints
import Fixtures
import Foundation
import Tensors
import Testing
import Wire

@Suite("Constants")
struct TensorProtoTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let message: Data
        let type: String
        let shape: [Int]
        let bytes: Data

        var testDescription: String { name }
    }

    static let cases: [Case] = {
        let url = Fixtures.url("checkpoints/constants/cases.json")
        guard let data = try? Data(contentsOf: url) else { return [] }
        return (try? JSONDecoder().decode([Case].self, from: data)) ?? []
    }()

    @Test("the cases are there")
    func present() { #expect(Self.cases.count == 66) }

    @Test("every form of a constant is what TensorFlow parses it to", arguments: cases)
    func value(example: Case) throws {
        let tensor = try TFTensorProto(decoding: example.message).tensor()
        #expect(tensor.elementType.rawValue == example.type)
        #expect(tensor.shape.dimensions == example.shape)
        #expect(tensor.withUnsafeBytes { Data($0) } == example.bytes)
    }

    @Test("a boolean that is neither 0 nor 1 is true")
    func booleans() throws {
        var message = TFTensorProto()
        message.dtype = .dtBool
        message.tensorShape = TFTensorShapeProto([3])
        message.tensorContent = Data([0, 1, 200])
        #expect(try message.tensor().elements(as: Bool.self) == [false, true, true])
    }

    @Test("a tensor without elements may be given without values")
    func empty() throws {
        var message = TFTensorProto()
        message.dtype = .dtInt32
        message.tensorShape = TFTensorShapeProto([0, 3])
        #expect(try message.tensor().shape == [0, 3])
    }

    @Test("values that don't fit the shape, and types that are no numbers, are refused")
    func malformed() {
        var message = TFTensorProto()
        message.dtype = .dtFloat
        message.tensorShape = TFTensorShapeProto([2])
        expectRefusal(message) { $0.floatVal = [1, 2, 3] }
        expectRefusal(message) { $0.tensorContent = Data(count: 9) }
        expectRefusal(message) { $0.tensorContent = Data(count: 4) }
        expectRefusal(message) { $0.dtype = .dtString }
        expectRefusal(message) { $0.dtype = .UNRECOGNIZED(77) }
        expectRefusal(message) { $0.tensorShape.unknownRank = true }
        expectRefusal(message) { $0.tensorShape.dim[0].size = -1 }
        expectRefusal(message) { $0.tensorShape.dim[0].size = .max }
        expectRefusal(message) { $0.tensorShape.dim[0].size = 1 << 40 }
    }

    private func expectRefusal(_ message: TFTensorProto, _ change: (inout TFTensorProto) -> Void) {
        var changed = message
        change(&changed)
        #expect(throws: CheckpointError.self) { try changed.tensor() }
    }
}
