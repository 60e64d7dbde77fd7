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
        for hierarchy in Hierarchy.all(membership: membership, mounts: mounts) {
            for folder in hierarchy.folders {
                guard let quota = hierarchy.quota(folder, read) else { continue }
                smallest = min(smallest ?? quota, quota)
            }
        }
        guard let smallest else { return nil }
        processors = smallest
    }
}

/// A mounted tree of control groups that has processor quotas, and the process's place in it.
private struct Hierarchy {
    let isUnified: Bool
    /// Where it is mounted.
    let mountPoint: String
    /// The names of the groups from the mount point down to the process's.
    let groups: [Substring]

    /// The process's group and the groups around it, as folders.
    var folders: [String] {
        (0...groups.count).map { count in
            ([mountPoint] + groups.prefix(count).map(String.init)).joined(separator: "/")
        }
    }

    func quota(_ folder: String, _ read: (String) -> String?) -> Double? {
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

    /// The trees of both versions; a machine may have both mounted.
    static func all(membership: String, mounts: String) -> [Hierarchy] {
        mounts.split(separator: "\n").compactMap { line in
            // ID, parent, device, root, mount point, options, some more, "-", type, source, options.
            let fields = line.split(separator: " ")
            guard let dash = fields.firstIndex(of: "-"), dash >= 6, fields.count > dash + 3 else {
                return nil
            }
            let isUnified = fields[dash + 1] == "cgroup2"
            let isProcessors =
                fields[dash + 1] == "cgroup"
                && fields[dash + 3].split(separator: ",").contains("cpu")
            guard isUnified || isProcessors,
                let path = path(in: membership, isUnified: isUnified),
                let groups = groups(of: path, below: fields[3])
            else { return nil }
            return Hierarchy(
                isUnified: isUnified, mountPoint: String(fields[4]), groups: groups)
        }
    }

    /// The process's group: after `0::` in version 2, after the line that names `cpu` in version 1.
    private static func path(in membership: String, isUnified: Bool) -> Substring? {
        for line in membership.split(separator: "\n") {
            let fields = line.split(
                separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            if isUnified ? fields[1].isEmpty : fields[1].split(separator: ",").contains("cpu") {
                return fields[2]
            }
        }
        return nil
    }

    /// The names on the way from the group that is mounted to the process's.
    ///
    /// A container that sees only its own group is told a path outside of it, and then lies at the
    /// mount point itself.
    private static func groups(of path: Substring, below root: Substring) -> [Substring]? {
        let names = path.split(separator: "/")
        let rootNames = root.split(separator: "/")
        guard !names.contains("..") else { return [] }
        return names.starts(with: rootNames) ? Array(names.dropFirst(rootNames.count)) : []
    }
}
