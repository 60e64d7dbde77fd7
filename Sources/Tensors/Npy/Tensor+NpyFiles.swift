import Glibc

extension Tensor {
    /// Reads the `.npy` file at `path`.
    ///
    /// - Throws: `.file` when the system refuses, else as `init(npy:)`.
    public init(npyContentsOf path: String) throws(NpyError) {
        guard let file = fopen(path, "rb") else { throw .file(atPath: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        guard ferror(file) == 0 else { throw .file(atPath: path) }
        try self.init(npy: bytes)
    }

    /// Writes this tensor to the `.npy` file at `path`, which is replaced if it is there.
    ///
    /// - Throws: `.file` when the system refuses, else as `npyBytes()`.
    public func writeNpy(to path: String) throws(NpyError) {
        let bytes = try npyBytes()
        guard let file = fopen(path, "wb") else { throw .file(atPath: path) }
        let written = fwrite(bytes, 1, bytes.count, file)
        let failure = written == bytes.count ? nil : NpyError.file(atPath: path)
        // What is still buffered is written on closing, and may fail then.
        guard fclose(file) == 0 else { throw failure ?? .file(atPath: path) }
        if let failure { throw failure }
    }
}

extension NpyError {
    /// The failure that `errno` tells of.
    static func file(atPath path: String) -> NpyError {
        .file(path: path, reason: String(cString: strerror(errno)))
    }
}
