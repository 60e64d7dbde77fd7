import Foundation

/// The processors that this process may use.
enum Processors {
    /// As many as its affinity and its control group's quota allow, at least 1.
    static let available: Int = {
        let allowed =
            ProcessFile.text("/proc/self/status").flatMap { allowedCount(inStatus: $0) }
            ?? ProcessInfo.processInfo.activeProcessorCount
        return count(allowed: allowed, quota: CPUQuota.ofThisProcess)
    }()

    /// The processors that threads should be started for, at least 1.
    ///
    /// A quota is rounded down: with a thread more than it allows, all of them would be stopped
    /// together, and often.
    static func count(allowed: Int, quota: CPUQuota?) -> Int {
        max(1, Int(min(Double(allowed), quota?.processors ?? .infinity)))
    }

    /// How many processors the affinity allows, as `sched_getaffinity` tells; nil if the text does not
    /// say so.
    ///
    /// - Parameter status: The text of `/proc/PID/status`, whose `Cpus_allowed_list` is like `0-3,8`.
    static func allowedCount(inStatus status: String) -> Int? {
        let key = "Cpus_allowed_list:"
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(key) }) else {
            return nil
        }
        var count = 0
        for range in line.dropFirst(key.count).split(separator: ",") {
            let ends = range.split(separator: "-").map { text in
                Int(text.trimmingCharacters(in: .whitespaces))
            }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else {
                return nil
            }
            count += last - first + 1
        }
        return count > 0 ? count : nil
    }
}
