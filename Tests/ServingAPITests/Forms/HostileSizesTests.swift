import Serving
import Tensors
import Testing

@testable import ServingAPI

@Suite("Sizes that no request can mean")
struct HostileSizesTests {
    /// The largest model there is: of any extents.
    private let open = ModelSignature.echo(.float32, [nil, nil, nil, nil])

    private func failure(_ json: String) -> Int? {
        do throws(RequestError) {
            _ = try JSONPredictionReader.read(Array(json.utf8), signature: open)
            return nil
        } catch { return error.status.code }
    }

    @Test(
        "an empty tensor whose strides don't fit is refused",
        arguments: [
            "1,0,4611686018427387904,4", "1,4611686018427387904,4,0", "1,0,9223372036854775807,2",
        ])
    func emptyTensor(shape: String) {
        let json =
            #"{"inputs":[{"name":"x","shape":[\#(shape)],"datatype":"FP32","data":[]}]}"#
        #expect(failure(json) == 400)
    }

    @Test(
        "a shape that is no shape is refused",
        arguments: ["-1,1,1,1", "1e3,1,1,1", "9223372036854775808,1,1,1", "1.0,1,1,1", "[1],1,1,1"])
    func noShape(shape: String) {
        let json =
            #"{"inputs":[{"name":"x","shape":[\#(shape)],"datatype":"FP32","data":[1]}]}"#
        #expect(failure(json) == 400)
    }

    @Test("numbers of any length and exponent are read or refused")
    func numbers() {
        let long = String(repeating: "9", count: 5000)
        for number in [
            long, "0.\(long)", "1e\(long)", "1e-\(long)", "-0e\(long)", "\(long).\(long)e-\(long)",
        ] {
            let json = #"{"instances":[[[[\#(number)]]]]}"#
            #expect(failure(json) == nil, "\(number.prefix(20))…")
        }
        #expect(failure(#"{"instances":[[[[1e]]]]}"#) == 400)
    }

    @Test("the object that holds all counts as one of the lists and objects")
    func wholeDepth() {
        func body(_ lists: Int) -> String {
            let open = String(repeating: "[", count: lists)
            let close = String(repeating: "]", count: lists)
            return #"{"other":\#(open)\#(close),"instances":[[[[1]]]]}"#
        }
        #expect(failure(body(63)) == nil)
        #expect(failure(body(64)) == 400)
    }

    @Test("lists nested without end are refused", arguments: ["instances", "inputs", "other"])
    func depth(key: String) {
        let lists = String(repeating: "[", count: 100_000)
        #expect(failure(#"{"\#(key)":\#(lists)"#) == 400)
    }
}
