/// A line of a token file.
struct TokenEntry: Sendable, Hashable {
    /// What people call the token's owner; nil where the line has no name.
    let name: String?
    let digest: TokenDigest
    /// How often the token may be used; nil for as often as one likes.
    let rate: RequestRate?

    private static let prefix = "sha256:"

    /// Why a line is no entry, to follow its number.
    struct Fault: Error {
        let reason: String
    }

    /// Reads `NAME sha256:HEX RATE`, where the name and the rate may be left out; nil for a blank line
    /// and for a comment, which begins with `#`.
    static func read(_ line: Substring) throws(Fault) -> TokenEntry? {
        var fields = line.split { $0.isWhitespace }.map(String.init)
        guard let first = fields.first, !first.hasPrefix("#") else { return nil }
        var name: String?
        if !first.hasPrefix(prefix) { name = fields.removeFirst() }
        guard let hash = fields.first, hash.hasPrefix(prefix) else {
            throw Fault(
                reason:
                    "there is no 'sha256:' with 64 hexadecimal digits; 'steady token' makes a line")
        }
        guard let digest = TokenDigest(hexadecimal: hash.dropFirst(prefix.count)) else {
            throw Fault(
                reason: "'sha256:' must be followed by 64 hexadecimal digits")
        }
        fields.removeFirst()
        var rate: RequestRate?
        if let text = fields.first {
            rate = RequestRate(text)
            guard rate != nil else {
                throw Fault(reason: "'\(text)' is no rate: give such as 100/s, 6000/m or 100000/h")
            }
            fields.removeFirst()
        }
        guard fields.isEmpty else {
            throw Fault(reason: "'\(fields.joined(separator: " "))' stands behind the rate")
        }
        return TokenEntry(name: name, digest: digest, rate: rate)
    }

    /// Reads all lines of a file.
    ///
    /// - Throws: `ServerError.badFile` for a line that is no entry, a token that stands there twice,
    ///   and a file without any.
    static func readAll(_ text: String, path: String) throws(ServerError) -> [TokenEntry] {
        var entries: [TokenEntry] = []
        var lines: [TokenDigest: Int] = [:]
        for (index, line) in text.split(
            omittingEmptySubsequences: false, whereSeparator: { $0.isNewline }
        )
        .enumerated() {
            let entry: TokenEntry?
            do throws(Fault) { entry = try read(line) } catch {
                throw .badFile(path: path, reason: "line \(index + 1): \(error.reason)")
            }
            guard let entry else { continue }
            if let earlier = lines.updateValue(index + 1, forKey: entry.digest) {
                throw .badFile(
                    path: path,
                    reason: "line \(index + 1): this token stands in line \(earlier) already")
            }
            entries.append(entry)
        }
        guard !entries.isEmpty else {
            throw .badFile(path: path, reason: "it has no token; 'steady token' makes a line")
        }
        return entries
    }
}
