import Serving
import Tensors
import Testing

@testable import ServingAPI

@Suite("Forms of requests")
struct RequestFormTests {
    private let rows = Tensor([Float(1), 2.5, -3, 4], shape: [2, 2])

    private func text(_ form: RequestForm) throws -> String {
        String(decoding: try form.request(for: rows, input: "x").body, as: UTF8.self)
    }

    @Test("JSON has the rows, or the tensor flat with its shape and type")
    func json() throws {
        #expect(try text(.rows) == #"{"instances":[[1.0,2.5],[-3.0,4.0]]}"#)
        #expect(
            try text(.inference)
                == #"{"inputs":[{"name":"x","datatype":"FP32","shape":[2,2],"#
                + #""data":[1.0,2.5,-3.0,4.0]}]}"#)
    }

    @Test("binary forms have the elements as they lie in memory")
    func binary() throws {
        let elements = rows.withUnsafeBytes { Array($0) }
        #expect(try RequestForm.elements.request(for: rows, input: "x").body == elements)
        let npy = try RequestForm.npy.request(for: rows, input: "x").body
        #expect(try Tensor(npy: npy).elements(as: Float.self) == [1, 2.5, -3, 4])
        let (fields, body) = try RequestForm.inferenceBinary.request(for: rows, input: "x")
        let head =
            #"{"inputs":[{"name":"x","datatype":"FP32","shape":[2,2],"#
            + #""parameters":{"binary_data_size":16}}],"parameters":{"binary_data_output":true}}"#
        #expect(body == Array(head.utf8) + elements)
        #expect(
            fields.contains { $0 == ("Inference-Header-Content-Length", "\(head.utf8.count)") })
    }

    @Test("the forms that the server reads are read as they were meant", arguments: [1, 2])
    func reading(count: Int) throws {
        let signature = ModelSignature.echo(.float32, [nil, 2])
        let asked = rows.rows(0..<count)
        func read(_ form: RequestForm) throws -> Tensor {
            let (fields, body) = try form.request(for: asked, input: "x")
            let type = try #require(fields.first).value
            let request =
                switch type {
                case "application/json":
                    try JSONPredictionReader.read(body, signature: signature)
                case "application/x-npy": try BinaryForms.readNpy(body, signature: signature)
                default: try BinaryForms.readElements(body, signature: signature)
                }
            return try #require(request.inputs.first)
        }
        for form in [RequestForm.rows, .npy, .elements, .inference] {
            let given = try read(form)
            #expect(given.shape == asked.shape, "\(form)")
            #expect(given.elements(as: Float.self) == asked.elements(as: Float.self), "\(form)")
        }
    }
}
