import Foundation
import Glibc
import Testing

@Suite("Word to the supervisor, and the end it asks for")
struct SupervisorTests {
    /// A socket on which a supervisor listens, in a folder that goes with it.
    private final class Supervisor {
        let folder = Curl.temporaryFolder()
        private let descriptor: Int32
        var path: String { folder.appendingPathComponent("notify").path }

        init() throws {
            descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            var limit = timeval(tv_sec: 120, tv_usec: 0)
            setsockopt(
                descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            let result = withUnsafeBytes(of: &address) {
                bind(
                    descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self),
                    socklen_t($0.count))
            }
            guard result == 0 else { throw Failure("no socket at \(path)") }
        }

        deinit {
            close(descriptor)
            try? FileManager.default.removeItem(at: folder)
        }

        /// The next message that is not the watchdog's; nil when none comes.
        func next(skippingWatchdog: Bool = true) -> String? {
            while true {
                var buffer = [UInt8](repeating: 0, count: 4096)
                let count = recv(descriptor, &buffer, buffer.count, 0)
                guard count > 0 else { return nil }
                let text = String(decoding: buffer[..<count], as: UTF8.self)
                if text != "WATCHDOG=1" || !skippingWatchdog { return text }
            }
        }
    }

    @Test("a supervisor hears of readiness, reloading and the end")
    func notices() throws {
        let supervisor = try Supervisor()
        let server = try RunningServer(environment: [
            "NOTIFY_SOCKET": supervisor.path, "WATCHDOG_USEC": "200000",
        ])
        #expect(supervisor.next()?.hasPrefix("READY=1\nSTATUS=listening on http://") == true)
        server.hangUp()
        #expect(supervisor.next()?.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") == true)
        #expect(supervisor.next()?.hasPrefix("READY=1\n") == true)
        #expect(supervisor.next(skippingWatchdog: false) == "WATCHDOG=1")
        server.terminate()
        #expect(supervisor.next()?.hasPrefix("STOPPING=1\n") == true)
        #expect(try server.waitForExit() == 0)
    }

    @Test("after SIGTERM requests are served for a while, and a second signal ends that")
    func delay() throws {
        let digits = try Digits()
        let server = try RunningServer(["--drain-delay", "10m"])
        let curl = Curl(address: server.address)
        server.terminate()
        try server.waitForLog("signal 15: draining")
        #expect(try curl.send(Curl.Request(path: "/health/ready")).status == 503)
        #expect(try curl.send(Curl.Request(path: "/health/live")).status == 200)
        let response = try curl.send(
            Curl.Request(path: "/predict", method: "POST", body: digits.instances(0..<1)))
        #expect(response.status == 200)
        server.terminate()
        #expect(try server.waitForExit() == 0)
    }
}
