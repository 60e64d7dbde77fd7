import Foundation

/// Runs a program to its end and returns what it printed; nil when it is not installed.
///
/// The program is given a time limit, so that no test waits for ever.
func run(_ name: String, _ arguments: String...) async throws -> String? {
    try await run(name, arguments)
}

/// Runs a program to its end and returns what it printed; nil when it is not installed.
func run(_ name: String, _ arguments: [String]) async throws -> String? {
    let paths = ["/usr/bin/\(name)", "/usr/local/bin/\(name)"]
    guard paths.contains(where: FileManager.default.isExecutableFile(atPath:)) else { return nil }
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
