import Foundation
import HTTPTypes
import Server
import Synchronization
import Testing

@testable import ServingAPI

@Suite("Compressed bodies")
struct CompressedBodyTests {
    // {"instances":[[1.0,2.0]]} by Python's gzip and zlib.
    private static let gzip = bytes("H4sIAAAAAAACA6tWyswrLknMS04tVrKKjjbUM9Ax0jOIja0FABqBQbAZAAAA")
    private static let zlib = bytes("eJyrVsrMKy5JzEtOLVayio421DPQMdIziI2tBQBvlAf6")
    private static let raw = bytes("q1bKzCsuScxLTi1WsoqONtQz0DHSM4iNrQUA")
    /// The same after 1,200,000 spaces.
    private static let spaces = bytes(
        "H4sIAAAAAAACA+3BsQ2AIBAAwFUMtQ2UrkK+IMSChgY7w+6u4AB396Yx19Nmv1e6DgAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAADgt1rzWSL2B60rZSGVTxIA")

    private static func bytes(_ base64: String) -> [UInt8] {
        Array(Data(base64Encoded: base64) ?? Data())
    }

    private let echo = FakeModel(echoing: .echo(.float32, [nil, 2]))

    private func post(
        _ body: [UInt8], _ coding: String, limits: BodyLimits = BodyLimits(),
        memory: MemoryLease = MemoryBudget().makeLease()
    ) async -> ServerResponse {
        let router = Router(service: echo, limits: limits)
        let head = HTTPRequest(
            method: .post, scheme: "http", authority: "a", path: "/predict",
            headerFields: [.contentEncoding: coding])
        return await withCheckedContinuation { continuation in
            router.answer(
                ServerRequest(
                    head: head, body: body, remoteAddress: "::1", memory: memory,
                    cancellation: Cancellation())
            ) { continuation.resume(returning: $0) }
        }
    }

    @Test(
        "are read",
        arguments: [
            (gzip, "gzip"), (gzip, "X-GZIP"), (zlib, "deflate"), (raw, "deflate"),
            (Array(#"{"instances":[[1.0,2.0]]}"#.utf8), "identity"),
        ])
    func codings(body: [UInt8], coding: String) async {
        let response = await post(body, coding)
        #expect(response.code == 200)
        #expect(response.text == #"{"predictions":[[1.0,2.0]]}"#)
    }

    @Test("in a coding that is not known are refused by their head, with those that are")
    func unknown() async {
        for coding in ["br", "gzip, gzip", "zstd"] {
            let response = await post(Self.gzip, coding)
            #expect(response.code == 415)
            #expect(response.head.headerFields[.acceptEncoding] == "gzip, deflate")
        }
    }

    @Test("that are damaged are refused")
    func damaged() async {
        #expect(await post(Array(Self.gzip.dropLast(9)), "gzip").code == 400)
        #expect(await post(Self.zlib, "gzip").code == 400)
        #expect(await post([], "gzip").code == 400)
        #expect(echo.predictions.isEmpty)
    }

    @Test("that become too long, or too many times as long, are refused")
    func limits() async {
        #expect(
            await post(Self.spaces, "gzip", limits: BodyLimits(compressionRatio: 1000)).code == 200)
        #expect(await post(Self.spaces, "gzip").code == 413)
        let short = BodyLimits(decompressedBytes: 1_000_000, compressionRatio: 1000)
        #expect(await post(Self.spaces, "gzip", limits: short).code == 413)
    }

    @Test("take memory from the budget, and are refused where there is none")
    func memory() async {
        let budget = MemoryBudget(limit: 1 << 20)
        let lease = budget.makeLease()
        let limits = BodyLimits(compressionRatio: 1000)
        let response = await post(Self.spaces, "gzip", limits: limits, memory: lease)
        #expect(response.code == 503)
        #expect(response.head.headerFields[.retryAfter] == "1")
        let enough = MemoryBudget(limit: 64 << 20).makeLease()
        #expect(await post(Self.spaces, "gzip", limits: limits, memory: enough).code == 200)
        // What the tensor takes: two numbers.
        #expect(enough.bytes == 8)
    }
}
