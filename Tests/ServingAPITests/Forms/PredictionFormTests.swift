import Serving
import Tensors
import Testing

@testable import ServingAPI

@Suite("Answers are written")
struct PredictionFormTests {
    private let model = AnsweringModel(name: "m\"1", version: "7")
    private let single = [Tensor([Float(0.5), 1, 2, 3], shape: [2, 2])]
    private let pair = [
        Tensor([Float(1), 2, 3, 4], shape: [2, 2]), Tensor([Int32(5), 6], shape: [2]),
    ]

    private func text(
        _ form: PredictionForm, _ outputs: [Tensor], _ signature: ModelSignature
    ) throws -> String {
        String(
            decoding: try form.body(outputs, signature: signature, model: model), as: UTF8.self)
    }

    @Test("as rows")
    func rows() throws {
        #expect(try text(.rows, single, .digits) == #"{"predictions":[[0.5,1.0],[2.0,3.0]]}"#)
        #expect(
            try text(.rows, pair, .pair)
                == #"{"predictions":[{"a":[1.0,2.0],"b":5},{"a":[3.0,4.0],"b":6}]}"#)
    }

    @Test("as columns")
    func columns() throws {
        #expect(try text(.columns, single, .digits) == #"{"outputs":[[0.5,1.0],[2.0,3.0]]}"#)
        #expect(
            try text(.columns, pair, .pair)
                == #"{"outputs":{"a":[[1.0,2.0],[3.0,4.0]],"b":[5,6]}}"#)
    }

    @Test("by the Open Inference Protocol, all outputs or those asked for")
    func openInference() throws {
        #expect(
            try text(.openInference(id: nil, outputs: []), single, .digits)
                == #"{"model_name":"m\"1","model_version":"7","outputs":[{"name":"probabilities","#
                + #""datatype":"FP32","shape":[2,2],"data":[0.5,1.0,2.0,3.0]}]}"#)
        #expect(
            try text(.openInference(id: "é", outputs: ["b"]), pair, .pair)
                == #"{"model_name":"m\"1","model_version":"7","id":"é","outputs":[{"name":"b","#
                + #""datatype":"INT32","shape":[2],"data":[5,6]}]}"#)
    }

    @Test("as the first output in binary")
    func binary() throws {
        let npy = try PredictionForm.npy.body(pair, signature: .pair, model: model)
        #expect(try Tensor(npy: npy).elements(as: Float.self) == [1, 2, 3, 4])
        let elements = try PredictionForm.elements.body(pair, signature: .pair, model: model)
        #expect(elements == pair[0].withUnsafeBytes(Array.init))
        let halves = [Tensor([BFloat16(1.5)])]
        let widened = try PredictionForm.npy.body(
            halves, signature: .echo(.bfloat16, [nil]), model: model)
        #expect(try Tensor(npy: widened).elements(as: Float.self) == [1.5])
    }

    @Test("in the form asked in, unless another format is accepted")
    func answering() {
        let asked = PredictionForm.openInference(id: "1", outputs: [])
        #expect(asked.answering(in: .json) == asked)
        #expect(asked.answering(in: .npy) == .npy)
        #expect(PredictionForm.npy.answering(in: .json) == .rows)
        #expect(PredictionForm.columns.answering(in: .elements) == .elements)
    }
}
