import Glibc

/// What tells one state of a file from the next without reading it.
///
/// Links are followed, so that a file counts as changed when a link to it is pointed elsewhere, as
/// Kubernetes does with mounted secrets.
struct FileStamp: Hashable {
    private let device: UInt
    private let inode: UInt
    private let size: Int
    private let modified: [Int]

    /// Looks at a file; nil if it is not there.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        size = Int(status.st_size)
        modified = [
            status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
            status.st_ctim.tv_nsec,
        ]
    }
}
