import Serving
import Tensors
import Testing

@testable import ServingAPI

@Suite("The Open Inference Protocol's form")
struct OpenInferenceFormTests {
    private func read(
        _ json: String, _ signature: ModelSignature
    ) throws(RequestError) -> PredictionRequest {
        try JSONPredictionReader.read(Array(json.utf8), signature: signature)
    }

    @Test(
        "gives data nested or flat, its members in any order",
        arguments: [
            #"{"inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","data":[1,2,3,4]}]}"#,
            #"{"inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","data":[[1,2],[3,4]]}]}"#,
            #"{"inputs":[{"data":[[1,2],[3,4]],"datatype":"FP32","shape":[2,2],"name":"x"}]}"#,
            #"{"inputs":[{"shape":[2,2],"data":[1,2,3,4],"parameters":{},"datatype":"FP32","#
                + #""name":"x"}],"parameters":{"priority":1}}"#,
        ])
    func data(json: String) throws {
        let request = try read(json, .echo(.float32, [nil, 2]))
        #expect(request.form == .openInference(id: nil, outputs: []))
        #expect(request.inputs[0].shape == [2, 2])
        #expect(request.inputs[0].elements(as: Float.self) == [1, 2, 3, 4])
    }

    @Test("gives id and outputs before or behind the inputs")
    func idAndOutputs() throws {
        let inputs =
            #""inputs":[{"name":"b","shape":[1],"datatype":"INT32","data":[5]},"#
            + #"{"name":"a","shape":[1,2],"datatype":"FP32","data":[1,2]}]"#
        let rest = #""id":"r\u0037","outputs":[{"name":"b","parameters":{"x":1}},{"name":"a"}]"#
        for json in ["{\(inputs),\(rest)}", "{\(rest),\(inputs)}"] {
            let request = try read(json, .pair)
            #expect(request.form == .openInference(id: "r7", outputs: ["b", "a"]))
            #expect(request.inputs.map(\.elementType) == [.float32, .int32])
        }
    }

    @Test("has a name for every element type", arguments: ElementType.allCases)
    func datatypes(type: ElementType) throws {
        let value = type == .bool ? "true" : "1"
        let name = type.openInferenceName
        let request = try read(
            #"{"inputs":[{"name":"x","shape":[1],"datatype":"\#(name)","data":[\#(value)]}]}"#,
            .echo(type, [nil]))
        #expect(request.inputs[0].elementType == type)
    }

    @Test(
        "is refused with the reason",
        arguments: [
            (
                #"[{"name":"x","shape":[1,2],"datatype":"FP64","data":[1,2]}]"#,
                "wrong element type for the input \"x\": expected FP32, given FP64"
            ),
            (
                #"[{"name":"x","shape":[1,3],"datatype":"FP32","data":[1,2,3]}]"#,
                "wrong shape for the input \"x\": expected [?, 2], given [1, 3]"
            ),
            (
                #"[{"name":"x","shape":[2,2],"datatype":"FP32","data":[1,2,3]}]"#,
                "the data of the input \"x\" does not fill its shape: expected [2, 2], nested or "
                    + "flat, given [3]"
            ),
            (
                #"[{"name":"x","shape":[2,2],"datatype":"FP32","data":[[1,2,3,4]]}]"#,
                "the data of the input \"x\" does not fill its shape: expected [2, 2], nested or "
                    + "flat, given [1, 4]"
            ),
            (
                #"[{"name":"y","shape":[1,2],"datatype":"FP32","data":[1,2]}]"#,
                "no input \"y\"; the model takes x"
            ),
            (#"[{"name":"x","shape":[1,2],"datatype":"FP32"}]"#, "missing \"data\" in inputs[0]"),
            (#"[{"name":"x","shape":[1,2],"data":[1,2]}]"#, "missing \"datatype\" in inputs[0]"),
            (#"[{"shape":[1,2],"datatype":"FP32"}]"#, "missing \"name\" in inputs[0]"),
            (#"[{"name":"x","datatype":"FP32"}]"#, "missing \"shape\" in inputs[0]"),
            (
                #"[{"name":"x","shape":[-1,2],"datatype":"FP32","data":[1,2]}]"#,
                "bad JSON at byte 32: expected an integer of at least 0, found '-'"
            ),
            (
                #"[{"name":"x","shape":[9223372036854775807,2],"datatype":"FP32","data":[1,2]}]"#,
                "the data of the input \"x\" does not fill its shape: "
                    + "expected [9223372036854775807, 2], nested or flat, given [2]"
            ),
            (
                #"[{"name":"x","shape":[0,2],"datatype":"FP32","data":[]}]"#,
                "no rows: the input \"x\" is empty"
            ),
            (#"[{"name":"x","name":"x"}]"#, "the key \"name\" at byte 23 is a repeat"),
            (
                #"[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}],"#
                    + #""outputs":[{"name":"z"}]"#,
                "no output \"z\"; the model gives x"
            ),
            (
                #"[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}],"#
                    + #""outputs":[{"name":"x"},{"name":"x"}]"#,
                "the key \"x\" at byte 94 is a repeat"
            ),
            (
                #"[{"name":"\#(String(repeating: "n", count: 1000))","shape":[1,2],"#
                    + #""datatype":"FP32","data":[1,2]}]"#,
                "no input \"\(String(repeating: "n", count: 200))…\"; the model takes x"
            ),
            (
                #"[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}],"id":5"#,
                "bad JSON at byte 75: expected a string, found '5'"
            ),
        ])
    func refusals(inputs: String, message: String) {
        let error = #expect(throws: RequestError.self) {
            try read(#"{"inputs":\#(inputs)}"#, .echo(.float32, [nil, 2]))
        }
        #expect(error?.description == message)
    }
}
