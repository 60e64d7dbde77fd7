/// How much of the machine's processor time a control group may use.
///
/// Source: the kernel's Documentation/admin-guide/cgroup-v2.rst (`cpu.max`) and
/// scheduler/sched-bwc.rst (`cpu.cfs_quota_us` and `cpu.cfs_period_us` of version 1).
struct CPUQuota: Hashable {
    /// The processor time a second, in seconds: 1.5 is one and a half processors.
    let processors: Double

    /// This process's quota; nil if nothing limits it.
    static var ofThisProcess: CPUQuota? {
        CPUQuota(
            membership: ProcessFile.text("/proc/self/cgroup"),
            mounts: ProcessFile.text("/proc/self/mountinfo"), read: ProcessFile.text)
    }

    /// Finds the smallest quota of a process's group and the groups around it; nil if there is none.
    ///
    /// - Parameters:
    ///   - membership: The text of `/proc/PID/cgroup`.
    ///   - mounts: The text of `/proc/PID/mountinfo`.
    ///   - read: Gives the text of a file, or nil.
    init?(membership: String?, mounts: String?, read: (String) -> String?) {
        guard let membership, let mounts else { return nil }
        var smallest: Double?
        for tree in ControlGroupTree.all(of: "cpu", membership: membership, mounts: mounts) {
            for folder in tree.folders {
                guard let quota = Self.quota(folder, isUnified: tree.isUnified, read) else {
                    continue
                }
                smallest = min(smallest ?? quota, quota)
            }
        }
        guard let smallest else { return nil }
        processors = smallest
    }

    private static func quota(
        _ folder: String, isUnified: Bool, _ read: (String) -> String?
    ) -> Double? {
        let numbers: [Substring]
        if isUnified {
            guard let text = read("\(folder)/cpu.max") else { return nil }
            numbers = text.split(whereSeparator: \.isWhitespace)
        } else {
            let files = ["cpu.cfs_quota_us", "cpu.cfs_period_us"]
            numbers = files.compactMap {
                read("\(folder)/\($0)")?.split(whereSeparator: \.isWhitespace).first
            }
        }
        // No limit is the word max, or -1 in version 1.
        guard numbers.count == 2, let quota = Double(numbers[0]), let period = Double(numbers[1]),
            quota > 0, period > 0
        else { return nil }
        return quota / period
    }
}
