import Metrics

/// What the program is, as metrics show it.
struct BuildMetrics: MetricSource {
    func write(to exposition: inout Exposition) {
        exposition.family(
            "steady_build_info", .gauge, help: "The program that runs; always 1.")
        exposition.sample(
            1, ["version": SteadyVersion.text, "architecture": Self.architecture])
    }

    private static var architecture: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "arm64"
        #else
            "other"
        #endif
    }
}
