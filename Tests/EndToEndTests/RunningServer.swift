import Foundation
import Synchronization

/// A `steady serve` process with its address, ended when the test lets go of it.
final class RunningServer: Sendable {
    /// Where the server listens, without a slash at the end.
    let address: String
    private let process: RunningProcess

    /// Starts the server on a free port of the loopback address and waits for its first log line.
    init(_ arguments: [String] = [], environment: [String: String] = [:]) throws {
        process = try RunningProcess(
            "serve", arguments: ["--port", "0"] + arguments, environment: environment)
        let line = try process.waitForLine { $0.contains("listening on http") }
        guard let start = line.range(of: #"https?://"#, options: .regularExpression) else {
            throw Failure("no address in: \(line)")
        }
        address = String(line[start.lowerBound...].prefix { !$0.isWhitespace })
    }

    deinit { process.kill() }

    /// Sends SIGTERM.
    func terminate() { process.signal(SIGTERM) }

    /// Sends SIGHUP.
    func hangUp() { process.signal(SIGHUP) }

    /// Waits until a line with that text is logged.
    func waitForLog(_ text: String) throws {
        _ = try process.waitForLine { $0.contains(text) }
    }

    /// Waits for the end and gives the exit status.
    func waitForExit() throws -> Int32 { try process.waitForExit() }

    /// All the server has logged so far.
    var log: String { process.output }
}

/// What went wrong in the test's own means.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// A process of the built `steady`, with all it prints.
final class RunningProcess: Sendable {
    private struct State {
        var output = ""
        var isAtEnd = false
    }

    private let process = Process()
    private let state = Mutex(State())
    private let changed = DispatchSemaphore(value: 0)
    private let limit = DispatchTimeInterval.seconds(120)

    init(
        _ subcommand: String, arguments: [String], environment: [String: String] = [:]
    ) throws {
        process.executableURL = Self.executable
        process.arguments = [subcommand] + arguments
        var variables = ProcessInfo.processInfo.environment
        for (name, value) in environment { variables[name] = value }
        process.environment = variables
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let reader = pipe.fileHandleForReading.fileDescriptor
        Thread.detachNewThread { [self] in
            // Holds the pipe, and so its descriptor, until the end is reached.
            withExtendedLifetime(pipe) { read(reader) }
        }
    }

    /// The program that was built beside the tests.
    private static var executable: URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("steady")
    }

    private func read(_ descriptor: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            let text = String(decoding: buffer[..<count], as: UTF8.self)
            state.withLock { $0.output += text }
            changed.signal()
        }
        state.withLock { $0.isAtEnd = true }
        changed.signal()
    }

    /// All that was printed so far.
    var output: String { state.withLock { $0.output } }

    /// Waits until a whole line that the closure accepts was printed.
    func waitForLine(_ accepts: (Substring) -> Bool) throws -> String {
        while true {
            let (output, isAtEnd) = state.withLock { ($0.output, $0.isAtEnd) }
            let whole = output.lastIndex(of: "\n").map { output[...$0] } ?? ""
            if let line = whole.split(separator: "\n").first(where: accepts) { return String(line) }
            guard !isAtEnd else { throw Failure("steady ended and printed: \(output)") }
            guard changed.wait(timeout: .now() + limit) == .success else {
                throw Failure("no such line in: \(output)")
            }
        }
    }

    /// Waits for the process to end and gives its exit status.
    func waitForExit() throws -> Int32 {
        while !state.withLock({ $0.isAtEnd }) {
            guard changed.wait(timeout: .now() + limit) == .success else {
                throw Failure("steady does not end; it printed: \(output)")
            }
        }
        process.waitUntilExit()
        guard process.terminationReason == .exit else {
            throw Failure("steady died of signal \(process.terminationStatus): \(output)")
        }
        return process.terminationStatus
    }

    /// Sends a signal.
    func signal(_ number: Int32) { Glibc.kill(process.processIdentifier, number) }

    /// Ends the process if it still runs.
    func kill() { if process.isRunning { signal(SIGKILL) } }
}

/// Runs `steady` to its end.
func steady(
    _ subcommand: String, _ arguments: String..., environment: [String: String] = [:]
) throws -> (status: Int32, output: String) {
    let process = try RunningProcess(subcommand, arguments: arguments, environment: environment)
    let status = try process.waitForExit()
    return (status, process.output)
}
