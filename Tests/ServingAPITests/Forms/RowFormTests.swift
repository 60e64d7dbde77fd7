import Serving
import Tensors
import Testing

@testable import ServingAPI

@Suite("TensorFlow Serving's row form")
struct RowFormTests {
    private func read(
        _ json: String, _ signature: ModelSignature
    ) throws(RequestError) -> PredictionRequest {
        try JSONPredictionReader.read(Array(json.utf8), signature: signature)
    }

    @Test(
        "gives one input as a list of values or of objects",
        arguments: [
            #"{"instances": [[1,2],[3,4]]}"#, #"{"instances": [{"x":[1,2]},{"x":[3,4]}]}"#,
            #" { "instances" : [ { "x" : [ 1 , 2 ] } , { "x" : [ 3 , 4 ] } ] } "#,
            #"{"signature_name":"serving_default","instances":[[1,2],[3,4]],"extra":{"a":[1]}}"#,
        ])
    func oneInput(json: String) throws {
        let request = try read(json, .echo(.float32, [nil, 2]))
        #expect(request.form == .rows)
        #expect(request.inputs.count == 1)
        #expect(request.inputs[0].shape == [2, 2])
        #expect(request.inputs[0].elements(as: Float.self) == [1, 2, 3, 4])
    }

    @Test("gives several inputs as a list of objects, their keys in any order")
    func severalInputs() throws {
        let request = try read(
            #"{"instances":[{"a":[1,2],"b":5},{"b":6,"a":[3,4]},{"a":[7,8],"b":9}]}"#, .pair)
        #expect(request.inputs.map(\.shape) == [[3, 2], [3]])
        #expect(request.inputs[0].elements(as: Float.self) == [1, 2, 3, 4, 7, 8])
        #expect(request.inputs[1].elements(as: Int32.self) == [5, 6, 9])
    }

    @Test("takes any extent where the signature leaves it open")
    func openDimensions() throws {
        let request = try read(#"{"instances":[[1,2,3]]}"#, .echo(.float32, [nil, nil]))
        #expect(request.inputs[0].shape == [1, 3])
    }

    @Test(
        "is refused with the reason",
        arguments: [
            (
                #"{"instances":[[[[1],[2]],[[3],[4]]], [[[1],[2]],[[3],[4]],[[5],[6]]]]}"#,
                "instances[1] has 3 elements where the lists before it have 2 "
                    + "(it ends at byte 67)"
            ),
            (
                #"{"instances":[[[1,2],[3,4]]]}"#,
                "wrong shape for the input \"images\": expected [?, 2, 2, 1], given [1, 2, 2]"
            ),
            (
                #"{"instances":7}"#,
                "bad JSON at byte 13: expected a list of rows, found '7'"
            ),
            (#"{"instances":[]}"#, "no rows: the input \"images\" is empty"),
            (
                #"{"instances":[{"pixels":[1]}]}"#,
                "no input \"pixels\"; the model takes images"
            ),
            (#"{"instances":[{}]}"#, "missing \"images\" in instances[0]"),
            (
                #"{"instances":[{"images":1,"images":2}]}"#,
                "the key \"images\" at byte 26 is a repeat"
            ),
            (
                #"{"instances":[[[[1],[2]],[[3],[4]]]],"instances":[]}"#,
                "the key \"instances\" at byte 37 is a repeat"
            ),
            (
                #"{"instances":[[[[1],[2]],[[3],[4]]]],"inputs":[]}"#,
                "give either \"instances\" or \"inputs\", not both"
            ),
            (
                #"{"instances":[[[[1],[2]],[[3],[4]]]]} x"#,
                "bad JSON at byte 38: expected the end, found 'x'"
            ),
            (
                #"{"signature_name":7}"#,
                "bad JSON at byte 18: expected a string, found '7'"
            ),
            (#"{}"#, "missing \"instances\" or \"inputs\" in the body"),
            (#"[1]"#, "bad JSON at byte 0: expected '{', found '['"),
            ("", "bad JSON at byte 0: expected a JSON object, found the end"),
        ])
    func refusals(json: String, message: String) {
        let error = #expect(throws: RequestError.self) { try read(json, .digits) }
        #expect(error?.description == message)
    }

    @Test("names the row whose values are missing or of another length")
    func rowsOfSeveralInputs() {
        func message(_ json: String) -> String? {
            (#expect(throws: RequestError.self) { try read(json, .pair) })?.description
        }
        #expect(
            message(#"{"instances":[{"a":[1,2],"b":5},{"a":[3]}]}"#)
                == "instances[1].a has 1 element where the lists before it have 2 "
                + "(it ends at byte 39)")
        #expect(
            message(#"{"instances":[{"a":[1,2],"b":5},{"a":[3,4]}]}"#)
                == "missing \"b\" in instances[1]")
        #expect(
            message(#"{"instances":[[1,2]]}"#)
                == "a list of values under \"instances\" holds one tensor, and the model takes "
                + "several: a, b; send JSON")
        #expect(
            message(#"{"instances":[{"a":[1,2],"b":[5]}]}"#)
                == "wrong shape for the input \"b\": expected [?], given [1, 1]")
    }
}
