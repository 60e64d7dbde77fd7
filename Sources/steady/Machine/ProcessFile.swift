import Foundation

/// The files by which the kernel tells of processes and groups of them.
enum ProcessFile {
    /// A file's text; nil if it can't be read.
    static func text(_ path: String) -> String? {
        // The kernel says of such files that they are empty, so they are read to the end.
        guard let file = FileHandle(forReadingAtPath: path), let data = try? file.readToEnd() else {
            return nil
        }
        return String(decoding: data, as: UTF8.self)
    }
}
