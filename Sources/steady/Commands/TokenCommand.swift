import ArgumentParser
import Foundation
import Server

/// Makes a token that lets its owner in.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Makes an access token, and its line for --token-file.",
        discussion: """
            Prints the token, which its owner sends as 'Authorization: Bearer TOKEN', and the line that \
            has the server know it by its hash. The token is kept nowhere. With --append the line goes \
            to the file and the token alone is printed; a running server takes it up by itself.

            A line for a token of one's own:
              echo "alice sha256:$(printf %s "$TOKEN" | sha256sum | cut -d ' ' -f 1) 100/s"

            EXAMPLES:
              steady token --name alice --rate 100/s
              steady token --name alice --append /etc/steady/tokens
            """)

    @Option(
        help: ArgumentHelp(
            "Whose token it is, for those who read the file: one word.", valueName: "name"))
    var name: String?

    @Option(
        help: ArgumentHelp(
            "How often it may be used: COUNT/s, COUNT/m or COUNT/h. (default: as often as one likes)",
            valueName: "rate"))
    var rate: String?

    @Option(
        help: ArgumentHelp(
            "The token file, to which the line is added; made if it is not there.",
            valueName: "file"))
    var append: String?

    func validate() throws {
        if let name, !AccessToken.isName(name) {
            throw ValidationError(
                "--name is '\(name)', but it must be one word of ASCII that begins with neither '#' "
                    + "nor 'sha256:'")
        }
        if let rate, RequestRate(rate) == nil {
            throw ValidationError(
                "--rate is '\(rate)', but it must be such as 100/s, 6000/m or 100000/h")
        }
    }

    func run() throws {
        let token = AccessToken()
        guard let line = token.line(name: name, rate: rate.flatMap { RequestRate($0) }) else {
            throw ValidationError("the token can't be hashed: OpenSSL has no SHA-256 here")
        }
        guard let append else {
            print(token.text)
            print(line)
            return
        }
        try Self.add(line, to: append)
        print(token.text)
    }

    /// Adds a line, behind a line feed where the file does not end with one; only the owner may read a
    /// file that is made.
    private static func add(_ line: String, to path: String) throws {
        if !FileManager.default.fileExists(atPath: path) {
            guard
                FileManager.default.createFile(
                    atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path]) }
        }
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        defer { try? file.close() }
        let end = try file.seekToEnd()
        var isWhole = true
        if end > 0 {
            try file.seek(toOffset: end - 1)
            isWhole = try file.read(upToCount: 1) == Data("\n".utf8)
            try file.seekToEnd()
        }
        try file.write(contentsOf: Data("\(isWhole ? "" : "\n")\(line)\n".utf8))
    }
}
