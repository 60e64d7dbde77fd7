import Foundation

extension CheckpointLocation {
    /// The bytes on disk of the index and the data files; the graph does not count.
    ///
    /// - Throws: `CheckpointError.unreadable` if the folder can't be listed.
    public func byteCount() throws(CheckpointError) -> Int {
        try filePaths()
            .filter { $0 != metaGraphURL.path }
            .reduce(0) { $0 + (FileStatus(path: $1)?.byteCount ?? 0) }
    }

    /// The folder that all files of the checkpoint lie in.
    var folderPath: String { prefix.deletingLastPathComponent().path }

    /// The data file of a checkpoint that has only one.
    var onlyDataURL: URL { dataURL(shard: 0, of: 1) }

    /// The paths of the files there are: index, data files, and the `.meta` file beside them.
    ///
    /// - Throws: `CheckpointError.unreadable` if the folder can't be listed.
    func filePaths() throws(CheckpointError) -> [String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folderPath)
        } catch {
            throw .unreadable(file: folderPath, reason: "its files can't be listed: \(error)")
        }
        let name = prefix.lastPathComponent
        return names.sorted().filter { candidate in
            guard candidate.hasPrefix(name) else { return false }
            let suffix = candidate.dropFirst(name.count)
            return suffix == ".index" || suffix == ".meta"
                || suffix.wholeMatch(of: /\.data-[0-9]{5,}-of-[0-9]{5,}/) != nil
        }
        .map { folderPath + "/" + $0 }
    }
}
