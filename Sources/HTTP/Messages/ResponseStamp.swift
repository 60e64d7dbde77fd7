/// The fields that every response carries whatever it answers: the date and the server's name.
///
/// Made once a second and shared by all responses of that second: an object, so that each of them takes
/// one reference to it and not one to each of its texts.
public final class ResponseStamp: Sendable {
    /// The second it was made for, counted from 1970.
    public let second: Int
    /// The date in HTTP's format.
    public let date: String
    /// The server's name, empty for none.
    public let server: String
    /// The field lines as HTTP/1 writes them.
    let lines: [UInt8]

    /// Makes the stamp for a second counted from 1970.
    public init(secondsSince1970 second: Int, server: String) {
        self.second = second
        self.server = server
        date = HTTPDate.text(secondsSince1970: second)
        let name = server.isEmpty ? "" : "Server: \(server)\r\n"
        lines = Array("Date: \(date)\r\n\(name)".utf8)
    }
}
