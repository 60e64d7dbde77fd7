import COpenSSL
import HTTP

/// Where a TLS session reads its records from and writes them to: memory instead of a socket.
///
/// Nothing is kept between calls but what waits to be written, so that idle connections are small;
/// reading is from the caller's buffer without a copy between.
final class RecordTransport {
    /// What has come from the socket and is not read yet; valid only while a call on the session lasts.
    var input = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Records to be written to the socket.
    var output = OutputBuffer()

    /// OpenSSL's `BIO` that leads here; the session it is given to frees it.
    ///
    /// Does not keep this object alive.
    func makeSource() -> OpaquePointer? {
        guard let method = Method.shared.raw, let source = BIO_new(method) else { return nil }
        BIO_set_data(source, Unmanaged.passUnretained(self).toOpaque())
        BIO_set_init(source, 1)
        return source
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, input.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[..<count]))
        input = UnsafeRawBufferPointer(rebasing: input[count...])
        return count
    }

    private func write(_ bytes: UnsafeRawBufferPointer) {
        output.append { $0.append(contentsOf: bytes) }
    }

    private static func from(_ source: OpaquePointer?) -> RecordTransport? {
        BIO_get_data(source).map { Unmanaged.fromOpaque($0).takeUnretainedValue() }
    }

    /// The calls of this kind of `BIO`.
    ///
    /// Sendable: made once, and only read from then on.
    private final class Method: @unchecked Sendable {
        static let shared = Method()

        let raw: OpaquePointer?

        private init() {
            raw = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "records")
            guard let raw else { return }
            BIO_meth_set_read(raw) { source, bytes, count in
                guard let transport = RecordTransport.from(source), let bytes, count > 0 else {
                    return -1
                }
                BIO_clear_flags(source, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY)
                let read = transport.read(
                    into: UnsafeMutableRawBufferPointer(start: bytes, count: Int(count)))
                if read > 0 { return Int32(read) }
                BIO_set_flags(source, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY)
                return -1
            }
            BIO_meth_set_write(raw) { source, bytes, count in
                guard let transport = RecordTransport.from(source), let bytes, count > 0 else {
                    return -1
                }
                BIO_clear_flags(source, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY)
                transport.write(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
                return count
            }
            BIO_meth_set_ctrl(raw) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
        }
    }
}
