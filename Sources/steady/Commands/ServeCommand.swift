import ArgumentParser
import Foundation

/// Serves a model over HTTP until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves a model over HTTP/1.1 and HTTP/2.",
        discussion: """
            Without --model it serves the embedded classifier of handwritten digits. The log says \
            'listening on http://…' once the model answers. SIGTERM and SIGINT end it: health turns \
            503, no connection is taken any more, what runs is finished, and it exits with 0.

            EXAMPLES:
              steady serve
              steady serve --model runs/2019-03 --port 9000 --max-batch-size 16
              STEADY_MODEL=/models/digits steady serve --config steady.yaml

              curl http://127.0.0.1:8080/predict -d '{"instances": [...]}'
            """)

    @OptionGroup(title: "Server") var serve: ServeOptions
    @OptionGroup(title: "Graph") var nodes: NodeOptions
    @OptionGroup(title: "Execution") var execution: ExecutionOptions
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    /// Reads the settings; wrong ones are wrong usage.
    func resolved(environment: [String: String]) throws -> ServeSettings {
        do throws(SettingsError) {
            return try ServeSettings(
                settings.settings(
                    flags: serve.flags, nodes.flags, execution.flags, environment: environment))
        } catch {
            throw usageFailure(error)
        }
    }

    func run() async throws {
        let settings = try resolved(environment: ProcessInfo.processInfo.environment)
        _ = settings
    }
}
