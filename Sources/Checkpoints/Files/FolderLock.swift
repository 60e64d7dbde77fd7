import Glibc

/// The right to write checkpoints to a folder, held until the last reference goes.
///
/// It binds only those who ask for it; the operating system takes it back from a process that ends.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock.
    ///
    /// - Throws: `CheckpointError.folderInUse` if someone else holds it, in this process or another,
    ///   or `.unwritable` if there is no such folder.
    init(_ folder: String) throws(CheckpointError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unwritable(file: folder, reason: systemError()) }
        // A file system without locks, as some network ones are, fails otherwise and is used without.
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
            close(descriptor)
            throw .folderInUse(folder: folder)
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
