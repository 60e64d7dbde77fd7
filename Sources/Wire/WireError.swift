/// Why bytes are not what their format says.
///
/// Offsets count bytes from the start of the input that was decoded. The caller knows which file the
/// bytes came from and says so.
public enum WireError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The input ends inside `part`, which starts at `offset`.
    case truncated(part: String, offset: Int, needed: Int, available: Int)
    /// The bytes of `part` at `offset` do not follow the format.
    case malformed(part: String, offset: Int, reason: String)
    /// The checksum stored with `part` is not the one its bytes have; both are unmasked.
    case checksumMismatch(part: String, offset: Int, stored: UInt32, computed: UInt32)
    /// The block at `offset` names a compression that is not known here.
    case unsupportedCompression(code: UInt8, offset: Int)
    /// More than `limit` bytes would come out of `part`.
    case tooLong(part: String, limit: Int)
    /// There is no memory for `part`.
    case noRoom(part: String, bytes: Int)
    /// The bytes don't decode as the protobuf message.
    case undecodableMessage(name: String, reason: String)
    /// The protobuf message is beyond what its wire form can hold.
    case unencodableMessage(name: String, reason: String)

    /// What is wrong and where, without the name of the file.
    public var description: String {
        switch self {
        case .truncated(let part, let offset, let needed, let available):
            "\(part) at byte \(offset) needs \(needed) bytes, but only \(available) are left"
        case .malformed(let part, let offset, let reason):
            "\(part) at byte \(offset) is malformed: \(reason)"
        case .checksumMismatch(let part, let offset, let stored, let computed):
            "\(part) at byte \(offset) has the CRC-32C \(hexadecimal(computed)), "
                + "but \(hexadecimal(stored)) was stored"
        case .unsupportedCompression(let code, let offset):
            "the block at byte \(offset) has the compression type \(code); "
                + "0 (none) and 1 (Snappy) are supported"
        case .tooLong(let part, let limit):
            "\(part) would become more than \(limit) bytes"
        case .noRoom(let part, let bytes):
            "there is no memory for \(part)" + (bytes > 0 ? ", which needs \(bytes) bytes" : "")
        case .undecodableMessage(let name, let reason):
            "the bytes are no \(name) message: \(reason)"
        case .unencodableMessage(let name, let reason):
            "the \(name) message can't be encoded: \(reason)"
        }
    }
}

private func hexadecimal(_ value: UInt32) -> String { "0x" + String(value, radix: 16) }
