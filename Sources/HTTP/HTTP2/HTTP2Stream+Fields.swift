import HTTPTypes

extension HTTP2Stream {
    /// Whether the head is whole and says one thing and not two (RFC 9113 section 8.3.1): what the
    /// library does not look at.
    var isWellFormed: Bool {
        if isMalformed { return false }
        if path == "*", method != .options { return false }
        guard let authority, let host else { return true }
        return authority == host || authority.lowercased() == host.lowercased()
    }

    /// Takes in one decoded field of the request's head, which the library has validated.
    func take(name: Span<UInt8>, value: Span<UInt8>, limits: MessageLimits) {
        guard error == nil else { return }
        guard headBytes <= limits.headBytes else {
            error = .headTooLarge(limit: limits.headBytes)
            return
        }
        guard name.count > 0 else { return }
        if name[0] == UInt8(ascii: ":") {
            takePseudo(name, value, limits)
        } else {
            takeField(name, value, limits)
        }
    }

    private func takePseudo(_ name: Span<UInt8>, _ value: Span<UInt8>, _ limits: MessageLimits) {
        if name.equalsExactly(":method") {
            method = HTTPRequest.Method(value.text())
            isHead = method == .head
        } else if name.equalsExactly(":path") {
            if value.count > limits.targetBytes {
                error = .targetTooLong(limit: limits.targetBytes)
            } else {
                takePath(value)
            }
        } else if name.equalsExactly(":scheme") {
            scheme = value.equalsIgnoringCase("https") ? "https" : "http"
            if scheme == "http", !value.equalsIgnoringCase("http") { isMalformed = true }
        } else if name.equalsExactly(":authority") {
            // For CONNECT it is the target, which is refused anyway.
            if !HostSyntax.isValid(value) { isMalformed = true }
            authority = value.text()
        }
    }

    private func takePath(_ value: Span<UInt8>) {
        let isPath = !value.isEmpty && value[0] == UInt8(ascii: "/")
        if !(isPath || value.equalsExactly("*")) { isMalformed = true }
        for index in 0..<value.count where !ByteClass.isTarget(value[index]) { isMalformed = true }
        path = value.text()
    }

    private func takeField(_ name: Span<UInt8>, _ value: Span<UInt8>, _ limits: MessageLimits) {
        guard let (known, role) = FieldNames.known.name(of: name) else { return }
        if role == .host {
            if !HostSyntax.isValid(value) { isMalformed = true }
            host = value.text()
            return
        }
        guard fields.count < limits.fieldCount else {
            error = .tooManyFields(limit: limits.fieldCount)
            return
        }
        if role == .contentLength, !fits(value, limits.bodyBytes) {
            error = .bodyTooLarge(limit: limits.bodyBytes)
        }
        fields.append(
            value.withUnsafeBufferPointer { HTTPField(name: known, value: $0) })
    }

    private func fits(_ value: Span<UInt8>, _ limit: Int) -> Bool {
        guard let length = Int(value.text()) else { return false }
        return length <= limit
    }
}
