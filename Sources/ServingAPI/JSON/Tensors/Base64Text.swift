/// The characters of a string that holds base64, valid as long as the scanner that read it.
struct Base64Text {
    /// Where they lie in the document.
    let source: UnsafeBufferPointer<UInt8>
    /// The characters by themselves where some are escaped in the document.
    var unescaped: [UInt8]?

    /// Makes a text in which nothing is escaped.
    init(source: UnsafeBufferPointer<UInt8>) { self.source = source }

    /// Calls `body` with the characters.
    func withCharacters<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(RequestError) -> Result
    ) throws(RequestError) -> Result {
        guard let unescaped else { return try body(source) }
        return try unescaped.withUnsafeBufferPointer(body)
    }

    /// The error at the character with that index.
    func failure(at index: Int, in scanner: JSONScanner) -> RequestError {
        guard let start = source.baseAddress else { return scanner.failure(expected: "base64") }
        guard unescaped == nil else {
            return scanner.failure(at: start, expected: "base64 in the string that starts here")
        }
        return scanner.failure(at: start + index, expected: "base64")
    }
}
