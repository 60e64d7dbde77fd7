import Server
import Testing

@testable import steady

@Suite("What is decided about a process's life")
struct LifeDecisionsTests {
    @Test("a pod of Kubernetes waits before it drains, unless a delay is set")
    func delay() {
        let pod = ["KUBERNETES_SERVICE_HOST": "10.0.0.1"]
        func delay(_ given: Duration?, _ environment: [String: String]) -> Duration {
            Termination(delay: given, grace: .zero, environment: environment).delay
        }
        #expect(delay(nil, [:]) == .zero)
        #expect(delay(nil, pod) == .seconds(5))
        #expect(delay(.zero, pod) == .zero)
        #expect(delay(.seconds(9), [:]) == .seconds(9))
    }

    @Test("too few open files are warned of")
    func openFiles() {
        #expect(OpenFileLimit.warning(limit: 65_536, connections: 16_384) == nil)
        let warning = OpenFileLimit.warning(limit: 1024, connections: 16_384)
        #expect(warning?.contains("only 1024 files") == true)
    }

    @Test("what is not guarded is said of an address that others reach")
    func exposure() {
        let everywhere = SocketAddress(host: "0.0.0.0", port: 80)
        func warning(_ hasTLS: Bool, _ knowsClients: Bool, _ address: SocketAddress) -> String? {
            Exposure(hasTLS: hasTLS, knowsClients: knowsClients).warning(at: address)
        }
        #expect(warning(true, true, everywhere) == nil)
        #expect(warning(true, false, everywhere)?.contains("--tls-certificate") == false)
        #expect(warning(true, false, everywhere)?.contains("--token-file") == true)
        #expect(warning(false, true, everywhere)?.contains("--token-file") == false)
        for host in ["127.0.0.1", "127.1.2.3", "::1"] {
            #expect(warning(false, false, SocketAddress(host: host, port: 80)) == nil)
        }
    }

    @Test("a supervisor is told only where it listens, and watches only this process")
    func supervisor() {
        #expect(ServiceNotifier(environment: [:]) == nil)
        #expect(ServiceNotifier(environment: ["NOTIFY_SOCKET": "relative"]) == nil)
        let watching = [
            "NOTIFY_SOCKET": "@abstract", "WATCHDOG_USEC": "2000000", "WATCHDOG_PID": "7",
        ]
        func interval(_ process: Int32) -> Duration? {
            ServiceNotifier(environment: watching, processIdentifier: process)?.watchdogInterval
        }
        #expect(interval(7) == .seconds(2))
        #expect(interval(8) == nil)
    }
}
