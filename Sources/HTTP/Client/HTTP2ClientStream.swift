import CNGHTTP2

/// One request of a client session and what has come of its answer.
///
/// Used again for another request once the library has closed its stream.
final class HTTP2ClientStream {
    /// Where the session keeps it.
    let slot: Int
    private(set) var request: HTTP2Request?
    private(set) var token = 0
    /// The stream's number.
    var id: Int32 = 0
    /// Whether nobody waits for the answer any more.
    var isAbandoned = false
    /// The status of the final answer, 0 until it is known.
    var status = 0
    /// The bytes of the answer's body so far.
    var bodyBytes = 0
    private var sent = 0

    init(slot: Int) { self.slot = slot }

    /// Begins with a request.
    func begin(_ request: HTTP2Request, token: Int) {
        self.request = request
        self.token = token
        isAbandoned = false
        status = 0
        bodyBytes = 0
        sent = 0
    }

    /// Lets go of the request.
    func end() { request = nil }

    /// Copies the next bytes of the body into a frame, and says when they are the last.
    func copyBody(
        to buffer: UnsafeMutablePointer<UInt8>, _ length: Int, _ flags: inout UInt32
    ) -> Int {
        guard let body = request?.body else {
            return Int(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue)
        }
        let count = min(length, body.count - sent)
        body.withUnsafeBufferPointer { bytes in
            if let base = bytes.baseAddress { buffer.update(from: base + sent, count: count) }
        }
        sent += count
        if sent == body.count { flags |= NGHTTP2_DATA_FLAG_EOF.rawValue }
        return count
    }
}
