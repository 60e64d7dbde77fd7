import Glibc

/// Reads small files, with errors that say what is wrong.
enum FileContents {
    /// The whole file, at most `limit` bytes.
    ///
    /// - Throws: `ServerError.unreadable` or, when it is larger, `.badFile`.
    static func read(_ path: String, atMost limit: Int) throws(ServerError) -> [UInt8] {
        let raw = open(path, O_RDONLY | O_CLOEXEC)
        guard raw >= 0 else { throw .unreadable(path: path, code: errno) }
        let descriptor = Descriptor(owning: raw)
        var contents: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = Glibc.read(descriptor.raw, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(path: path, code: errno) }
            guard count > 0 else { return contents }
            contents += buffer[..<count]
            guard contents.count <= limit else {
                throw .badFile(path: path, reason: "it is larger than \(limit) bytes")
            }
        }
    }
}
