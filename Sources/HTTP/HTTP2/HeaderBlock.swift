import CNGHTTP2
import HTTPTypes

/// The fields of one response as the library wants them.
///
/// All bytes are in one place, with where each name and value lies. Kept by the session, so that
/// its storage is used again.
struct HeaderBlock {
    private var bytes: [UInt8] = []
    private var ends: [(name: Int, value: Int)] = []

    /// Forgets the fields and keeps the storage.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Adds the pseudo-field that must come first.
    mutating func appendStatus(_ code: Int) {
        append(":status") { $0.append(decimal: code) }
    }

    /// Adds all fields of a response, those of the server among them.
    mutating func append(
        _ response: HTTPResponse, body: [UInt8], isHead: Bool, stamp: ResponseStamp
    ) {
        appendStatus(response.status.code)
        for field in response.headerFields where !field.name.isSetByServer {
            if field.name == .contentLength, !(isHead && body.isEmpty) { continue }
            bytes.append(contentsOf: field.name.canonicalName.utf8)
            let name = bytes.count
            field.withUnsafeBytesOfValue { bytes.append(contentsOf: $0) }
            ends.append((name, bytes.count))
        }
        if response.status.allowsBody, !(isHead && body.isEmpty) {
            append("content-length") { $0.append(decimal: body.count) }
        }
        append("date") { $0.append(contentsOf: stamp.date.utf8) }
        if !stamp.server.isEmpty { append("server") { $0.append(contentsOf: stamp.server.utf8) } }
    }

    /// Calls `body` with the fields in the library's form, which are valid during the call.
    func withNameValues<Result>(
        _ body: (UnsafeBufferPointer<nghttp2_nv>) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(of: nghttp2_nv.self, capacity: ends.count) { fields in
            bytes.withUnsafeBufferPointer { buffer in
                // The library takes mutable pointers and writes to neither.
                let base = UnsafeMutablePointer(mutating: buffer.baseAddress)
                var start = 0
                for (index, end) in ends.enumerated() {
                    fields.initializeElement(
                        at: index,
                        to: nghttp2_nv(
                            name: base.map { $0 + start }, value: base.map { $0 + end.name },
                            namelen: end.name - start, valuelen: end.value - end.name,
                            flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue)))
                    start = end.value
                }
                return body(UnsafeBufferPointer(fields))
            }
        }
    }

    private mutating func append(_ name: StaticString, _ value: (inout [UInt8]) -> Void) {
        bytes.append(static: name)
        let end = bytes.count
        value(&bytes)
        ends.append((end, bytes.count))
    }
}
