extension SettingsOptions {
    /// The settings of a command that predicts and ends, and its number of threads: unless given, all
    /// processors, since nothing else runs.
    func oneRun(
        _ model: ModelOptions, _ graph: GraphOptions, _ audit: AuditOptions,
        _ execution: ExecutionOptions, environment: [String: String]
    ) throws -> (settings: ModelSettings, threads: Int) {
        do throws(SettingsError) {
            let settings = try settings(
                flags: model.flags, graph.flags, audit.flags, execution.flags,
                environment: environment)
            let threads = try settings.automaticNumber(of: .threads, in: 1...1024)
            return (try ModelSettings(settings), threads ?? Processors.available)
        } catch {
            throw usageFailure(error)
        }
    }
}
