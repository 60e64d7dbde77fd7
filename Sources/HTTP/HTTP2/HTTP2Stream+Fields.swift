import HTTPTypes

extension HTTP2Stream {
    /// Takes in one decoded field of the request's head, which the library has validated.
    func take(name: Span<UInt8>, value: Span<UInt8>, limits: MessageLimits) {
        headBytes += name.count + value.count + 32
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
                path = value.text()
            }
        } else if name.equalsExactly(":scheme") {
            scheme = value.text()
        } else if name.equalsExactly(":authority") {
            authority = value.text()
        }
    }

    private func takeField(_ name: Span<UInt8>, _ value: Span<UInt8>, _ limits: MessageLimits) {
        guard let (known, role) = FieldNames.known.name(of: name) else { return }
        if role == .host {
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
