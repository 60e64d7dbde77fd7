import ArgumentParser
import Foundation

/// Asks a running server whether it is ready; made for container health checks.
struct HealthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Asks a running server whether it answers predictions.",
        discussion: """
            Exits with 0 if GET /health/ready answers 200, else with 1. Takes host, port and certificate \
            from the same places as 'steady serve', so that a container's health check follows its \
            settings. The certificate is not checked; it only tells that the server speaks TLS.
            """)

    @Option(
        help: ArgumentHelp("The server's address. (default: 127.0.0.1)", valueName: "address"))
    var host: String?

    @Option(help: ArgumentHelp("The server's port. (default: 8080)", valueName: "port"))
    var port: String?

    @Option(
        help: ArgumentHelp("How long to wait for the answer. (default: 2s)", valueName: "time"))
    var timeout: String?

    @OptionGroup var settings: SettingsOptions

    func run() throws {
        // OpenSSL writes to the socket by itself; a server that has gone is an error, not the end.
        signal(SIGPIPE, SIG_IGN)
        let probe: HealthProbe
        do throws(SettingsError) {
            probe = try resolved(environment: ProcessInfo.processInfo.environment)
        } catch {
            throw usageFailure(error)
        }
        let status = try probe.status()
        guard status == 200 else { throw HealthProbe.Failure.notReady(status: status) }
        print("ready")
    }

    private func resolved(environment: [String: String]) throws(SettingsError) -> HealthProbe {
        let flags = [Setting.host: host, .port: port].mapValues { $0.map { [$0] } ?? [] }
        let settings = try settings.settings(flags: flags, environment: environment)
        let wait = timeout ?? "2s"
        guard let time = Duration(settingText: wait), time > .zero else {
            throw .badValue(origin: "--timeout", text: wait, expectation: Duration.expectation)
        }
        return HealthProbe(
            host: try settings.value(of: .host) ?? "127.0.0.1",
            port: try settings.number(of: .port, in: 1...65_535) ?? 8080, timeout: time,
            tls: try SecuritySettings(settings).tls)
    }
}
