import Foundation
import Synchronization

/// Requests sent by the real `curl`, many in one process.
struct Curl {
    /// One request to send.
    struct Request {
        var path: String
        var method = "GET"
        var headers: [String] = []
        var body: [UInt8]?
    }

    /// What came back for one request.
    struct Response {
        var status: Int
        var httpVersion: String
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        /// The body read as JSON.
        func json() throws -> [String: Any] {
            let value = try JSONSerialization.jsonObject(with: Data(body))
            guard let object = value as? [String: Any] else { throw Failure("no object: \(text)") }
            return object
        }
    }

    let address: String
    /// Options for every request, such as `--http2-prior-knowledge`.
    var options: [String] = []
    /// How many requests run at once.
    var parallelism = 1

    /// The path of a folder that nothing else uses.
    static func temporaryFolder() -> URL {
        FileManager.default.temporaryDirectory.appendingPathComponent("steady-\(UUID().uuidString)")
    }

    /// Sends one request.
    func send(_ request: Request) throws -> Response {
        guard let response = try send([request]).first else { throw Failure("no response") }
        return response
    }

    /// Sends all requests and gives the responses in order.
    ///
    /// - Parameter folder: Where the answers are written meanwhile, as `0.out`, `1.out`, …, and stay;
    ///   nil writes them to a folder that is removed at the end.
    func send(_ requests: [Request], folder: URL? = nil) throws -> [Response] {
        let isTemporary = folder == nil
        let folder = folder ?? Self.temporaryFolder()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { if isTemporary { try? FileManager.default.removeItem(at: folder) } }
        // curl 7.88 can't use an HTTP/2 connection made by prior knowledge twice.
        let groups =
            options.contains("--http2-prior-knowledge")
            ? requests.indices.map { [$0] } : [Array(requests.indices)]
        let reports = Mutex<[Int: Report]>([:])
        let failure = Mutex<(any Error)?>(nil)
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: min(parallelism, groups.count)) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard groups.indices.contains(index) else { return }
                do {
                    let report = try run(groups[index], of: requests, folder: folder)
                    reports.withLock { $0.merge(report) { $1 } }
                } catch {
                    failure.withLock { $0 = error }
                }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
        return try requests.indices.map { index in
            let body = folder.appendingPathComponent("\(index).out")
            guard let report = reports.withLock({ $0[index] }) else {
                throw Failure("no response \(index)")
            }
            return Response(
                status: report.status, httpVersion: report.version,
                body: (try? [UInt8](Data(contentsOf: body))) ?? [])
        }
    }

    private typealias Report = (status: Int, version: String)

    /// Lets one curl send some of the requests; gives statuses and protocol versions by their index.
    private func run(
        _ indices: [Int], of requests: [Request], folder: URL
    ) throws -> [Int: Report] {
        let configuration = try indices.map { index in
            try lines(for: requests[index], index: index, folder: folder)
        }.joined(separator: "next\n")
        let file = folder.appendingPathComponent("\(indices[0]).config")
        try Data(configuration.utf8).write(to: file)
        var report: [Int: Report] = [:]
        for (position, line) in try run(configuration: file) { report[indices[position]] = line }
        return report
    }

    private func lines(for request: Request, index: Int, folder: URL) throws -> String {
        var lines = ["silent", "url = \"\(address)\(request.path)\"", "max-time = 60"]
        lines += options.map { $0.hasPrefix("--") ? String($0.dropFirst(2)) : $0 }
        lines.append(request.method == "HEAD" ? "head" : "request = \(request.method)")
        lines += request.headers.map { "header = \"\($0)\"" }
        if let body = request.body {
            let file = folder.appendingPathComponent("\(index).in")
            try Data(body).write(to: file)
            lines.append("data-binary = \"@\(file.path)\"")
        }
        lines.append("output = \"\(folder.appendingPathComponent("\(index).out").path)\"")
        lines.append("write-out = \"%{urlnum} %{http_code} %{http_version}\\n\"")
        return lines.joined(separator: "\n") + "\n"
    }

    /// Runs curl and gives each request's status and protocol version by the request's position.
    private func run(configuration: URL) throws -> [Int: Report] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        var arguments = ["curl"]
        if parallelism > 1 {
            arguments += ["--parallel", "--parallel-max", "\(parallelism)"]
        }
        process.arguments = arguments + ["--config", configuration.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        // Its progress bars for parallel requests.
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        var report: [Int: Report] = [:]
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count == 3, let number = Int(fields[0]), let status = Int(fields[1]) else {
                throw Failure("curl said: \(line)")
            }
            report[number] = (status, String(fields[2]))
        }
        return report
    }
}
