import Serving
import Tensors
import Testing

@testable import ServingAPI

@Suite("Binary forms")
struct BinaryFormsTests {
    private func message(
        _ read: ([UInt8], ModelSignature) throws -> PredictionRequest, _ body: [UInt8],
        _ signature: ModelSignature
    ) -> String? {
        (#expect(throws: RequestError.self) { try read(body, signature) })?.description
    }

    @Test(".npy files are converted to the type the model takes")
    func conversion() throws {
        let signature = ModelSignature.echo(.float32, [nil, 2])
        let values: [Double] = [0.1, 2, 3, 4]
        for file in [
            try Tensor(values, shape: [2, 2]).npyBytes(),
            try Tensor(values.map { Float($0) }, shape: [2, 2]).npyBytes(),
        ] {
            let request = try BinaryForms.readNpy(file, signature: signature)
            #expect(request.form == .npy)
            #expect(request.inputs[0].elements(as: Float.self) == [0.1, 2, 3, 4])
        }
        let integers = try Tensor([Int64(1), 2], shape: [1, 2]).npyBytes()
        let request = try BinaryForms.readNpy(integers, signature: .echo(.int8, [nil, 2]))
        #expect(request.inputs[0].elements(as: Int8.self) == [1, 2])
    }

    @Test(".npy files are refused with the reason")
    func npyRefusals() throws {
        let file = try Tensor([300.5, 1], shape: [1, 2]).npyBytes()
        let read = { try BinaryForms.readNpy($0, signature: $1) }
        #expect(
            message(read, file, .echo(.float32, [nil, 3]))
                == "wrong shape for the input \"x\": expected [?, 3], given [1, 2]")
        #expect(
            message(read, file, .echo(.int32, [nil, 2]))
                == "wrong element type for the input \"x\": expected int32, given float64")
        #expect(
            message(read, try Tensor([Int64(300)]).npyBytes(), .echo(.uint8, [nil]))
                == "the input \"x\": element 0 is 300, which does not fit uint8")
        #expect(
            message(read, file, .pair)
                == "a .npy file holds one tensor, and the model takes several: a, b; send JSON")
        #expect(message(read, Array("{}".utf8), .digits)?.hasPrefix("not a .npy file") == true)
        #expect(
            message(
                read, try Tensor([Float](), shape: [0, 2]).npyBytes(), .echo(.float32, [nil, 2]))
                == "no rows: the input \"x\" is empty")
    }

    @Test("raw elements are whole rows")
    func elements() throws {
        let values: [Float] = [1, 2, 3, 4, 5, 6]
        let body = values.withUnsafeBytes(Array.init)
        let request = try BinaryForms.readElements(body, signature: .echo(.float32, [nil, 2]))
        #expect(request.form == .elements)
        #expect(request.inputs[0].shape == [3, 2])
        #expect(request.inputs[0].elements(as: Float.self) == values)
        let scalars = try BinaryForms.readElements(body, signature: .echo(.float32, [nil]))
        #expect(scalars.inputs[0].shape == [6])
        let read = { try BinaryForms.readElements($0, signature: $1) }
        #expect(
            message(read, body, .echo(.float32, [nil, 2, 2]))
                == "24 bytes are not a whole number of rows: a row is 16 bytes, float32 [2, 2]")
        #expect(
            message(read, body, .echo(.float32, [nil, nil]))
                == "raw elements need rows of a fixed size, and the input \"x\" is [?, ?]; "
                + "send JSON or .npy")
        #expect(
            message(read, [], .echo(.float32, [nil, 2])) == "no rows: the input \"x\" is empty")
        #expect(
            message(read, body, .echo(.float32, [4, 2]))
                == "wrong shape for the input \"x\": expected [4, 2], given [3, 2]")
        #expect(message(read, body, .pair)?.hasPrefix("a body of raw elements holds one") == true)
    }
}
