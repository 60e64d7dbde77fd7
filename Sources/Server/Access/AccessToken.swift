/// A new token, as its owner gets it, and as the server's file has it.
public struct AccessToken: Sendable {
    private static let characters = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    /// What the owner sends.
    public let text: String

    /// Makes a token of 43 characters that nobody can guess: they hold 258 random bits.
    public init() {
        var generator = SystemRandomNumberGenerator()
        text = String((0..<43).compactMap { _ in Self.characters.randomElement(using: &generator) })
    }

    /// The line for the server's file, which does not tell the token; nil without memory.
    ///
    /// - Parameter name: ASCII without white space that does not begin with `#` or `sha256:`.
    public func line(name: String?, rate: RequestRate?) -> String? {
        TokenDigest(of: text).map { digest in
            [name, "sha256:\(digest.hexadecimal)", rate?.description].compactMap(\.self)
                .joined(separator: " ")
        }
    }

    /// Whether a name can stand in the server's file.
    public static func isName(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix("#") && !text.hasPrefix("sha256:")
            && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }
}
