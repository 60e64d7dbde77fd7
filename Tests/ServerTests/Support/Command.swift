import Foundation
import Testing

extension Trait where Self == ConditionTrait {
    /// Has a test skipped, and the run say so, where a program is missing.
    static func needs(_ program: String) -> Self {
        .enabled(if: isInstalled(program), "\(program) is not installed")
    }
}

/// Whether a program is there to be run.
private func isInstalled(_ name: String) -> Bool {
    ["/usr/bin/\(name)", "/usr/local/bin/\(name)"]
        .contains(where: FileManager.default.isExecutableFile(atPath:))
}

/// Runs a program to its end and returns what it printed; nil when it is not installed.
///
/// The program is given a time limit, so that no test waits for ever.
func run(_ name: String, _ arguments: String...) async throws -> String? {
    try await run(name, arguments)
}

/// Runs a program to its end and returns what it printed; nil when it is not installed.
func run(_ name: String, _ arguments: [String]) async throws -> String? {
    guard isInstalled(name) else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
    process.arguments = ["20", name] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    return await withCheckedContinuation { continuation in
        DispatchQueue.global().async {
            let bytes = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
        }
    }
}
