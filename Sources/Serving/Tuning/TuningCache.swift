import Engine
import Foundation
import Synchronization

/// Measured choices of algorithms, kept in a folder from one process to the next.
///
/// A file that can't be read or does not hold what it should is as good as none, and one that can't
/// be written is done without; `takeNotes` says so. Any thread may use it.
public final class TuningCache: TuningRecords {
    private let folder: URL
    private let notes = Mutex<[String]>([])

    /// Keeps records in a folder, which is made when the first is kept.
    public init(folder: URL) { self.folder = folder }

    /// The user's folder for what can be made again: `steady` in `XDG_CACHE_HOME` or in `.cache` of
    /// the home; nil if neither is known.
    ///
    /// Source: XDG Base Directory Specification 0.8.
    public static func standardFolder(environment: [String: String]) -> URL? {
        if let path = environment["XDG_CACHE_HOME"], path.hasPrefix("/") {
            return URL(fileURLWithPath: path).appendingPathComponent("steady")
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return URL(fileURLWithPath: home).appendingPathComponent(".cache/steady")
    }

    /// The record in a file of the name; nil if there is none, or none that can be read.
    public func record(named name: String) -> TuningRecord? {
        let file = file(name)
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        do {
            return try JSONDecoder().decode(TuningRecord.self, from: Data(contentsOf: file))
        } catch {
            note("\(file.path) is not a record of measured algorithms and is ignored")
            return nil
        }
    }

    /// Writes a record to a file of the name, at once and whole; without success only a note is left.
    public func keep(_ record: TuningRecord, named name: String) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            try encoder.encode(record).write(to: file(name), options: .atomic)
        } catch {
            note(
                "measured algorithms can't be kept in \(folder.path), so that the next start "
                    + "measures again: \(error.localizedDescription)")
        }
    }

    /// What went wrong since the last call.
    public func takeNotes() -> [String] {
        notes.withLock { notes in
            defer { notes = [] }
            return notes
        }
    }

    private func note(_ text: String) { notes.withLock { $0.append(text) } }

    private func file(_ name: String) -> URL {
        folder.appendingPathComponent("algorithms-\(name).json")
    }
}
