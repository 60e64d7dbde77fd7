import HTTPTypes

/// What the field lines of one head say about body and connection, gathered line by line.
struct HeadFacts {
    private(set) var host: String?
    private(set) var closes = false
    private(set) var keepsAlive = false
    private(set) var expectsContinue = false
    private(set) var upgradeSettings: [UInt8]?

    private var contentLength: Int?
    private var isChunked = false
    private var hasTransferEncoding = false
    private var offersHTTP2 = false
    private var connectionNamesUpgrade = false
    private var connectionNamesSettings = false
    private var settingsFields = 0

    /// Takes in one line with a role of its own.
    mutating func take(_ role: FieldRole, _ value: Span<UInt8>) throws(HTTPError) {
        switch role {
        case .plain: break
        case .host: try takeHost(value)
        case .contentLength: try takeContentLength(value)
        case .transferEncoding: try takeTransferEncoding(value)
        case .connection: takeConnection(value)
        case .expect:
            guard value.equalsIgnoringCase("100-continue") else { throw .unknownExpectation }
            expectsContinue = true
        case .upgrade:
            value.forEachListElement { range in
                if value.extracting(range).equalsIgnoringCase("h2c") { offersHTTP2 = true }
            }
        case .http2Settings:
            settingsFields += 1
            upgradeSettings = Base64URL.decode(value)
        }
    }

    /// How the body's length is known (RFC 9112 section 6.3); what could be read in two ways is
    /// refused.
    func framing(version: RequestHead.Version) throws(HTTPError) -> RequestHead.Framing {
        guard hasTransferEncoding else {
            guard let contentLength, contentLength > 0 else { return .none }
            return .length(contentLength)
        }
        if contentLength != nil {
            throw .malformed("both Content-Length and Transfer-Encoding are given")
        }
        if version == .http10 { throw .malformed("HTTP/1.0 has no Transfer-Encoding") }
        guard isChunked else { throw .malformed("Transfer-Encoding is empty") }
        return .chunked
    }

    /// Whether a length is given; a response without one and without chunks ends with its connection.
    var givesLength: Bool { contentLength != nil }

    /// The settings of an upgrade to HTTP/2 that is asked for in full, else nil.
    var http2Settings: [UInt8]? {
        guard offersHTTP2, connectionNamesUpgrade, connectionNamesSettings, settingsFields == 1
        else { return nil }
        return upgradeSettings
    }

    private mutating func takeHost(_ value: Span<UInt8>) throws(HTTPError) {
        guard host == nil else { throw .malformed("Host is given twice") }
        guard HostSyntax.isValid(value) else {
            throw .malformed("Host is not a host name or address with or without a port")
        }
        host = value.text()
    }

    private mutating func takeContentLength(_ value: Span<UInt8>) throws(HTTPError) {
        guard contentLength == nil else { throw .malformed("Content-Length is given twice") }
        guard !value.isEmpty else { throw .malformed("Content-Length is empty") }
        var length = 0
        for index in 0..<value.count {
            let digit = value[index] &- 0x30
            guard digit < 10 else { throw .malformed("Content-Length is not a decimal number") }
            let (tens, tensOverflow) = length.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = tens.addingReportingOverflow(Int(digit))
            // A length beyond Int is beyond any limit too, and is refused as such.
            length = tensOverflow || overflow ? Int.max / 16 : sum
        }
        contentLength = length
    }

    private mutating func takeTransferEncoding(_ value: Span<UInt8>) throws(HTTPError) {
        hasTransferEncoding = true
        try value.forEachListElement { (range) throws(HTTPError) in
            if isChunked { throw .malformed("chunked is not the last transfer coding") }
            guard value.extracting(range).equalsIgnoringCase("chunked") else {
                throw .unknownTransferCoding
            }
            isChunked = true
        }
    }

    private mutating func takeConnection(_ value: Span<UInt8>) {
        value.forEachListElement { range in
            let option = value.extracting(range)
            if option.equalsIgnoringCase("close") { closes = true }
            if option.equalsIgnoringCase("keep-alive") { keepsAlive = true }
            if option.equalsIgnoringCase("upgrade") { connectionNamesUpgrade = true }
            if option.equalsIgnoringCase("http2-settings") { connectionNamesSettings = true }
        }
    }
}
