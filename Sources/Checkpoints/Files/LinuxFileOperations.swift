import Glibc

/// The steps as the operating system takes them.
struct LinuxFileOperations: FileOperations {
    func makeFolder(_ path: String) throws(CheckpointError) {
        if let status = FileStatus(path: path) {
            guard status.isDirectory else {
                throw .unwritable(file: path, reason: "it is not a folder")
            }
            return
        }
        let parent = Self.parent(of: path)
        if parent != path { try makeFolder(parent) }
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw Self.failure(path) }
        try synchronizeFolder(parent)
    }

    func create(_ path: String) throws(CheckpointError) -> WritableFile {
        // What a crash left behind goes; a link someone laid there is not followed.
        try remove(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.failure(path) }
        return WritableFile(path: path, descriptor: descriptor)
    }

    func write(
        _ bytes: UnsafeRawBufferPointer, to file: WritableFile, at offset: Int
    ) throws(CheckpointError) {
        guard let base = bytes.baseAddress else { return }
        var done = 0
        while done < bytes.count {
            let count = pwrite(
                file.descriptor, base + done, bytes.count - done, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(file.path) }
            done += count
        }
    }

    func synchronize(_ file: WritableFile) throws(CheckpointError) {
        guard fsync(file.descriptor) == 0 else { throw Self.failure(file.path) }
    }

    func rename(_ path: String, to newPath: String) throws(CheckpointError) {
        guard Glibc.rename(path, newPath) == 0 else { throw Self.failure(newPath) }
    }

    func remove(_ path: String) throws(CheckpointError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw Self.failure(path) }
    }

    func synchronizeFolder(_ path: String) throws(CheckpointError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(path) }
        defer { close(descriptor) }
        // Some network file systems have no such thing for folders.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw Self.failure(path) }
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func failure(_ path: String) -> CheckpointError {
        .unwritable(file: path, reason: systemError())
    }
}
