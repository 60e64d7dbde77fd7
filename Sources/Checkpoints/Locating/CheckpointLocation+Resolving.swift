import Foundation
import Wire

extension CheckpointLocation {
    /// Finds the checkpoint that a path means.
    ///
    /// The path may be a folder, with a `checkpoint` state file, a SavedModel, or else the newest
    /// `.index` file in it; a prefix; or one of the files `.index`, `.meta`, `.data-…`, `checkpoint`
    /// and `saved_model.pb`.
    /// - Throws: `CheckpointError.notFound` with all that was looked for, `.versionOne`,
    ///   `.malformedState` or `.unreadable`.
    public static func resolve(_ url: URL) throws(CheckpointError) -> CheckpointLocation {
        let path = url.standardizedFileURL.path
        let status = FileStatus(path: path)
        if let status, status.isDirectory { return try inFolder(path) }

        let name = url.lastPathComponent
        let folder = url.standardizedFileURL.deletingLastPathComponent().path
        var search = Search(path: path)
        if status != nil, name == CheckpointStateFile.name {
            return try fromState(in: folder, &search)
        }
        if status != nil, name == savedModelFileName {
            return try fromSavedModel(in: folder, &search)
        }
        if let location = search.prefix(prefix(ofFile: path) ?? path) { return location }
        if status != nil, isTable(path) { throw .versionOne(file: path) }
        if isTable(path + "-00000-of-00001") {
            throw .versionOne(file: path + "-00000-of-00001")
        }
        throw search.failure
    }

    private static let savedModelFileName = "saved_model.pb"

    private static func inFolder(_ folder: String) throws(CheckpointError) -> CheckpointLocation {
        var search = Search(path: folder)
        if search.exists(folder + "/" + CheckpointStateFile.name) {
            return try fromState(in: folder, &search)
        }
        if search.exists(folder + "/" + savedModelFileName) {
            return try fromSavedModel(in: folder, &search)
        }
        if let newest = newestIndex(in: folder), let location = search.prefix(newest) {
            return location
        }
        search.note(folder + "/*.index")
        // A prefix may have the name of a folder beside the checkpoint.
        if let location = search.prefix(folder) { return location }
        throw search.failure
    }

    private static func fromState(
        in folder: String, _ search: inout Search
    ) throws(CheckpointError) -> CheckpointLocation {
        let state = try CheckpointStateFile(path: folder + "/" + CheckpointStateFile.name)
        for prefix in state.latestCandidates {
            if let location = search.prefix(prefix) { return location }
            if isTable(prefix) { throw .versionOne(file: prefix) }
        }
        throw search.failure
    }

    private static func fromSavedModel(
        in folder: String, _ search: inout Search
    ) throws(CheckpointError) -> CheckpointLocation {
        guard let location = search.prefix(folder + "/variables/variables") else {
            throw search.failure
        }
        let model = URL(fileURLWithPath: folder + "/" + savedModelFileName)
        return CheckpointLocation(prefix: location.prefix, graph: .savedModel(model))
    }

    /// The prefix of the index that changed last; of several, that with the greatest number at its
    /// end, as in `model.ckpt-840`.
    private static func newestIndex(in folder: String) -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let found = names.filter { $0.hasSuffix(".index") }.map { name in
            let prefix = folder + "/" + name.dropLast(".index".count)
            let step = prefix.split(separator: "-").last.flatMap { Int($0) } ?? -1
            return (prefix, FileStatus(path: prefix + ".index")?.modified ?? 0, step)
        }
        return found.max { ($0.1, $0.2, $0.0) < ($1.1, $1.2, $1.0) }?.0
    }

    private static func prefix(ofFile path: String) -> String? {
        for suffix in [".index", ".meta"] where path.hasSuffix(suffix) {
            return String(path.dropLast(suffix.count))
        }
        guard let match = path.firstMatch(of: /\.data-[0-9]{5,}-of-[0-9]{5,}$/) else { return nil }
        return String(path[..<match.range.lowerBound])
    }

    private static func isTable(_ path: String) -> Bool {
        guard let file = try? ReadOnlyFile(path: path), file.byteCount >= 8,
            let end = try? file.bytes(at: file.byteCount - 8, count: 8)
        else { return false }
        return Table.hasMagic(end)
    }
}

/// The files that were looked for, in order, for the error if none is there.
private struct Search {
    let path: String
    private var lookedFor: [String] = []

    init(path: String) { self.path = path }

    mutating func note(_ path: String) { lookedFor.append(path) }

    mutating func exists(_ path: String) -> Bool {
        note(path)
        return FileStatus(path: path) != nil
    }

    mutating func prefix(_ prefix: String) -> CheckpointLocation? {
        let location = CheckpointLocation(prefix: URL(fileURLWithPath: prefix))
        return exists(location.indexURL.path) ? location : nil
    }

    var failure: CheckpointError { .notFound(path: path, lookedFor: lookedFor) }
}
