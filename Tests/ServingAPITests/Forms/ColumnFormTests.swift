import Serving
import Tensors
import Testing

@testable import ServingAPI

@Suite("TensorFlow Serving's column form")
struct ColumnFormTests {
    private func read(
        _ json: String, _ signature: ModelSignature
    ) throws(RequestError) -> PredictionRequest {
        try JSONPredictionReader.read(Array(json.utf8), signature: signature)
    }

    @Test(
        "gives one input as the tensor or by name",
        arguments: [#"{"inputs":[[1,2],[3,4]]}"#, #"{"inputs":{"x":[[1,2],[3,4]]}}"#])
    func oneInput(json: String) throws {
        let request = try read(json, .echo(.float64, [nil, 2]))
        #expect(request.form == .columns)
        #expect(request.inputs[0].shape == [2, 2])
        #expect(request.inputs[0].elements(as: Double.self) == [1, 2, 3, 4])
    }

    @Test("gives several inputs by name, in the order of the signature")
    func severalInputs() throws {
        let request = try read(#"{"inputs":{"b":[5,6],"a":[[1,2],[3,4]]}}"#, .pair)
        #expect(request.inputs.map(\.shape) == [[2, 2], [2]])
        #expect(request.inputs.map(\.elementType) == [.float32, .int32])
    }

    @Test(
        "is refused with the reason",
        arguments: [
            (#"{"inputs":{"a":[[1,2]]}}"#, "the input \"b\" is missing"),
            (
                #"{"inputs":{"a":[[1,2]],"b":[1,2]}}"#,
                "the inputs have different numbers of rows: a 1, b 2"
            ),
            (#"{"inputs":{"c":[1]}}"#, "no input \"c\"; the model takes a, b"),
            (
                #"{"inputs":{"b":[1],"b":[1]}}"#, "the key \"b\" at byte 19 is a repeat"
            ),
            (
                #"{"inputs":{"b":[1.5]}}"#,
                "bad JSON at byte 17: expected an integer from -2147483648 to 2147483647, "
                    + "found '.'"
            ),
            (
                #"{"inputs":{"a":[[1,2],[3]]}}"#,
                "inputs.a[1] has 1 element where the lists before it have 2 (it ends at byte 24)"
            ),
            (#"{"inputs":{"a":[]}}"#, "no rows: the input \"a\" is empty"),
            (
                #"{"inputs":{"a":5}}"#,
                "wrong shape for the input \"a\": expected [?, 2], given []"
            ),
            (
                #"{"inputs":[[1,2]]}"#,
                "a value under \"inputs\" holds one tensor, and the model takes several: a, b; "
                    + "send JSON"
            ),
        ])
    func refusals(json: String, message: String) {
        let error = #expect(throws: RequestError.self) { try read(json, .pair) }
        #expect(error?.description == message)
    }
}
