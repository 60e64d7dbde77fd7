import Glibc

/// The figures of the process itself, by the names that Prometheus' client libraries share.
///
/// Source: Prometheus, "Writing client libraries", section "Process metrics".
public struct ProcessMetrics: MetricSource {
    /// Makes the source.
    public init() {}

    /// Writes what the kernel tells; what it does not tell is left out.
    public func write(to exposition: inout Exposition) {
        var time = timespec()
        if clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 {
            exposition.family(
                "process_cpu_seconds_total", .counter,
                help: "Processor time spent in user and system mode.")
            exposition.sample(Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
        }
        if let status = ProcessFile.read("/proc/self/stat").flatMap(ProcessStatus.init(text:)) {
            write(status, to: &exposition)
        }
        if let count = ProcessFile.entryCount(of: "/proc/self/fd") {
            // One was open to count them.
            exposition.gauge(
                "process_open_fds", help: "Open file descriptors.", max(0, count - 1))
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            exposition.family(
                "process_max_fds", .gauge, help: "The most file descriptors that may be open.")
            exposition.sample(Double(limit.rlim_cur))
        }
    }

    private func write(_ status: ProcessStatus, to exposition: inout Exposition) {
        exposition.gauge(
            "process_resident_memory_bytes", help: "Memory that is present.",
            status.residentPages * sysconf(Int32(_SC_PAGESIZE)))
        exposition.gauge(
            "process_virtual_memory_bytes", help: "Address space that is mapped.",
            status.virtualBytes)
        exposition.gauge("process_threads", help: "Threads of the process.", status.threads)
        guard let boot = ProcessFile.read("/proc/stat").flatMap(ProcessStatus.bootTime(text:))
        else { return }
        exposition.family(
            "process_start_time_seconds", .gauge,
            help: "When the process began, in seconds since 1970.")
        let ticksPerSecond = sysconf(Int32(_SC_CLK_TCK))
        exposition.sample(Double(boot) + Double(status.startTicks) / Double(ticksPerSecond))
    }
}
