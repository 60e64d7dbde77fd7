import Foundation

/// Freshly made certificates and keys, in a folder that goes with this value.
///
/// `make_certificates.sh` says which there are.
public final class TestCertificates: Sendable {
    /// Why there are none.
    public struct Failure: Error, CustomStringConvertible {
        /// What the script printed.
        public let description: String
    }

    private let folder: URL

    /// Makes them by the `openssl` command, which takes a fraction of a second.
    public init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("certificates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("scripts/make_certificates.sh")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [script.path, folder.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: String(decoding: output, as: UTF8.self))
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The path of a file in the folder.
    public func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// Puts one file's contents in the place of another's, all at once.
    public func replace(_ name: String, by other: String) throws {
        try Data(contentsOf: folder.appendingPathComponent(other))
            .write(to: folder.appendingPathComponent(name), options: .atomic)
    }

    /// Writes a file.
    public func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name), options: .atomic)
    }
}
