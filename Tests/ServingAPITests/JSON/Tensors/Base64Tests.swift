import Foundation
import Serving
import Tensors
import Testing

@testable import ServingAPI

@Suite("Tensors in base64")
struct Base64Tests {
    // 1.5 and -2, then infinity and the least number above zero.
    private static let rows = ["AADAPwAAAMA=", "AACAfwEAAAA="]
    private static let both = "AADAPwAAAMAAAIB/AQAAAA=="

    private func read(
        _ json: String, _ signature: ModelSignature = .echo(.float32, [nil, 2])
    ) throws(RequestError) -> [Tensor] {
        try JSONPredictionReader.read(Array(json.utf8), signature: signature).inputs
    }

    private func failure(
        _ json: String, _ signature: ModelSignature = .echo(.float32, [nil, 2])
    ) -> RequestError? {
        do throws(RequestError) {
            _ = try read(json, signature)
            return nil
        } catch { return error }
    }

    @Test(
        "are whole rows, or a row of a list, in every form",
        arguments: [
            #"{"inputs":{"b64":"\#(both)"}}"#, #"{"inputs": { "b64" : "\#(both)" } }"#,
            #"{"inputs":{"x":{"b64":"\#(both)"}}}"#,
            #"{"inputs":[{"b64":"\#(rows[0])"},{"b64":"\#(rows[1])"}]}"#,
            #"{"instances":[{"b64":"\#(rows[0])"},{"b64":"\#(rows[1])"}]}"#,
            #"{"inputs":{"b64":"AADAPwAAAMAAAIB\/AQAAAA\u003d\u003D"}}"#,
            #"{"instances":[[1.5,-2],{"b64":"\#(rows[1])"}]}"#,
            #"{"instances":[{"b64":"\#(rows[0])"},[Infinity,1e-45]]}"#,
            #"{"instances":[{"x":{"b64":"\#(rows[0])"}},{"x":{"b64":"\#(rows[1])"}}]}"#,
            #"{"inputs":[{"name":"x","datatype":"FP32","shape":[2,2],"data":{"b64":"\#(both)"}}]}"#,
        ])
    func forms(json: String) throws {
        let tensor = try #require(try read(json).first)
        #expect(tensor.shape == [2, 2])
        #expect(
            tensor.elements(as: Float.self) == [1.5, -2, .infinity, .leastNonzeroMagnitude])
    }

    @Test("an input may have the name b64")
    func name() throws {
        let tensor = TensorSignature(name: "b64", elementType: .float32, dimensions: [nil, 2])
        let signature = ModelSignature(inputs: [tensor], outputs: [tensor])
        #expect(try read(#"{"inputs":{"b64":[[1,2]]}}"#, signature)[0].shape == [1, 2])
        #expect(
            try read(#"{"inputs":{"b64":{"b64":"\#(Self.both)"}}}"#, signature)[0].shape == [2, 2])
    }

    @Test("decode as Foundation does, whatever the length", arguments: 0..<50)
    func lengths(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ 7) }
        let text = Data(bytes).base64EncodedString()
        for text in [text, text.replacing("=", with: "")] where count > 0 {
            let tensor = try read(
                #"{"instances":{"b64":"\#(text)"}}"#.replacing("instances", with: "inputs"),
                .echo(.uint8, [nil]))[0]
            #expect(tensor.elements(as: UInt8.self) == bytes)
        }
    }

    @Test("booleans are 0 or 1 whatever byte stands for true")
    func booleans() throws {
        let tensor = try read(#"{"inputs":{"b64":"AAEC/w=="}}"#, .echo(.bool, [nil]))[0]
        #expect(tensor.withUnsafeBytes(Array.init) == [0, 1, 1, 1])
    }

    @Test(
        "that are no base64, or not whole rows, are refused",
        arguments: [
            #"{"inputs":{"b64":"AAAA"}}"#, #"{"inputs":{"b64":"AAAAAAAAAA=A"}}"#,
            #"{"inputs":{"b64":"AAAAAAAAAA-A"}}"#, #"{"inputs":{"b64":"AAAAAAAAA"}}"#,
            #"{"inputs":{"b64":"AAAAAAAAAAA="#, #"{"inputs":{"b64":7}}"#,
            #"{"inputs":{"b64":"AAAAAAAAAAA=","x":1}}"#, #"{"inputs":{"b64":""}}"#,
            #"{"inputs":{"b64":"AAAA\nAAAAAA="}}"#, #"{"inputs":{"b64":"AAAAAAAAAA\""}}"#,
            #"{"inputs":{"b64":"AAAAAAAAAAA\""}}"#, #"{"inputs":{"b64":"AAAAAAAA\xA="}}"#,
            #"{"inputs":{"b64":"AAAA AAAAAA="}}"#, #"{"inputs":{"b64":"AAAAAAAAAA==="}}"#,
            #"{"instances":[{"b64":"\#(both)"}]}"#, #"{"instances":[[{"b64":"AAAAAA=="}]]}"#,
            #"{"instances":[[1,2,3],{"b64":"\#(rows[0])"}]}"#,
            #"{"instances":[{"b64":"\#(rows[0])"},[1]]}"#,
            #"{"instances":[{"b64":"\#(rows[0])"},7]}"#,
        ])
    func refusals(json: String) {
        #expect(failure(json) != nil)
    }
}
