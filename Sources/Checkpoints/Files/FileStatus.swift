import Glibc

/// What the file system says of a path; links are followed.
struct FileStatus {
    let isDirectory: Bool
    let byteCount: Int
    /// When the contents last changed, in nanoseconds since 1970.
    let modified: Int
    /// What tells a file from every other, whatever path led to it.
    let identity: Identity

    struct Identity: Hashable {
        let device: UInt64
        let node: UInt64
    }

    /// Asks for the status; nil if nothing is there.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        isDirectory = status.st_mode & S_IFMT == S_IFDIR
        byteCount = Int(status.st_size)
        identity = Identity(device: UInt64(status.st_dev), node: UInt64(status.st_ino))
        modified = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    }
}
