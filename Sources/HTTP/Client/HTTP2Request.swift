import CNGHTTP2

/// A request in the form the HTTP/2 library takes, made once and sent often.
///
/// The library reads names and values where they lie, so the object must live until what was
/// submitted is sent; a session sees to that. Belongs to one thread at a time.
public final class HTTP2Request {
    private let text: UnsafeMutableBufferPointer<UInt8>
    private let storedFields: UnsafeMutableBufferPointer<nghttp2_nv>
    /// The whole body; none is sent when it is empty.
    let body: [UInt8]

    /// Makes a request.
    ///
    /// - Parameters:
    ///   - fields: Further fields, names in any case. What only HTTP/1.1 has must not be among them.
    ///   - body: The body, whose length is added as `content-length` if there is one.
    public init(
        method: String, scheme: String = "http", authority: String, path: String,
        fields: [(name: String, value: String)] = [], body: [UInt8] = []
    ) {
        var all = [
            (":method", method), (":scheme", scheme), (":authority", authority), (":path", path),
        ]
        all += fields.map { ($0.name.lowercased(), $0.value) }
        if !body.isEmpty { all.append(("content-length", "\(body.count)")) }
        let size = all.reduce(0) { $0 + $1.0.utf8.count + $1.1.utf8.count }
        text = .allocate(capacity: max(1, size))
        storedFields = .allocate(capacity: all.count)
        self.body = body
        var place = text.baseAddress
        func store(_ part: String) -> (UnsafeMutablePointer<UInt8>?, Int) {
            let start = place
            let bytes = Array(part.utf8)
            start?.initialize(from: bytes, count: bytes.count)
            place = start.map { $0 + bytes.count }
            return (start, bytes.count)
        }
        let flags = UInt8(
            NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue | NGHTTP2_NV_FLAG_NO_COPY_VALUE.rawValue)
        for (index, field) in all.enumerated() {
            let (name, nameCount) = store(field.0)
            let (value, valueCount) = store(field.1)
            storedFields.initializeElement(
                at: index,
                to: nghttp2_nv(
                    name: name, value: value, namelen: nameCount, valuelen: valueCount,
                    flags: flags))
        }
    }

    deinit {
        text.deallocate()
        storedFields.deallocate()
    }

    /// The fields as the library wants them, valid as long as the object.
    var fields: UnsafeBufferPointer<nghttp2_nv> { UnsafeBufferPointer(storedFields) }
}
