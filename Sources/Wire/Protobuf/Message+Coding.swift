import SwiftProtobuf

// Targets above this one work with the generated messages alone and need not know the library.
extension Message {
    /// Decodes a message from its wire form, given as `[UInt8]` or `Data`; unknown fields are kept.
    ///
    /// - Throws: `WireError.undecodableMessage`.
    public init(decoding bytes: some SwiftProtobufContiguousBytes) throws(WireError) {
        do {
            try self.init(serializedBytes: bytes)
        } catch {
            throw .undecodableMessage(name: Self.protoMessageName, reason: "\(error)")
        }
    }

    /// Decodes a message from protobuf's text format; unknown fields are skipped.
    ///
    /// - Throws: `WireError.undecodableMessage`.
    public init(decodingText text: String) throws(WireError) {
        var options = TextFormatDecodingOptions()
        options.ignoreUnknownFields = true
        do {
            try self.init(textFormatString: text, options: options)
        } catch {
            throw .undecodableMessage(name: Self.protoMessageName, reason: "\(error)")
        }
    }

    /// The message's wire form; the same message always gives the same bytes.
    ///
    /// - Throws: `WireError.unencodableMessage`, in practice only beyond 2 GiB.
    public func encoded() throws(WireError) -> [UInt8] {
        var options = BinaryEncodingOptions()
        options.useDeterministicOrdering = true
        do {
            return try serializedBytes(options: options)
        } catch {
            throw .unencodableMessage(name: Self.protoMessageName, reason: "\(error)")
        }
    }

    /// The message in protobuf's text format, a field to a line.
    public func encodedText() -> String { textFormatString() }
}
