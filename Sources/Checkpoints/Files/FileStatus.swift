import Glibc

/// What the file system says of a path; links are followed.
struct FileStatus {
    let isDirectory: Bool
    /// When the contents last changed, in nanoseconds since 1970.
    let modified: Int

    /// Asks for the status; nil if nothing is there.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        isDirectory = status.st_mode & S_IFMT == S_IFDIR
        modified = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    }
}
