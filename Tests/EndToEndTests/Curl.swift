import Foundation

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

    /// Sends one request.
    func send(_ request: Request) throws -> Response {
        guard let response = try send([request]).first else { throw Failure("no response") }
        return response
    }

    /// Sends all requests, over as few connections as curl needs, and gives the responses in order.
    func send(_ requests: [Request]) throws -> [Response] {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("steady-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var configuration = ""
        for (index, request) in requests.enumerated() {
            if index > 0 { configuration += "next\n" }
            configuration += try lines(for: request, index: index, folder: folder)
        }
        let file = folder.appendingPathComponent("config")
        try Data(configuration.utf8).write(to: file)
        let report = try run(configuration: file)
        return try requests.indices.map { index in
            let body = folder.appendingPathComponent("\(index).out")
            guard let line = report[index] else { throw Failure("no response \(index)") }
            return Response(
                status: line.status, httpVersion: line.version,
                body: (try? [UInt8](Data(contentsOf: body))) ?? [])
        }
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
    private func run(configuration: URL) throws -> [Int: (status: Int, version: String)] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        var arguments = ["curl"]
        if parallelism > 1 {
            arguments += ["--parallel", "--parallel-max", "\(parallelism)"]
        }
        process.arguments = arguments + ["--config", configuration.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        var report: [Int: (status: Int, version: String)] = [:]
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
