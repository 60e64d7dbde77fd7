/// A mounted tree of control groups that limits one resource, and a process's place in it.
///
/// Source: the kernel's Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/cgroups.rst.
struct ControlGroupTree {
    /// Whether it is of version 2, in which one tree limits all resources.
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

    /// The trees of both versions; a machine may have both mounted.
    ///
    /// - Parameters:
    ///   - controller: The resource, as version 1 names it: `cpu` or `memory`.
    ///   - membership: The text of `/proc/PID/cgroup`.
    ///   - mounts: The text of `/proc/PID/mountinfo`.
    static func all(
        of controller: String, membership: String, mounts: String
    ) -> [ControlGroupTree] {
        mounts.split(separator: "\n").compactMap { line in
            // ID, parent, device, root, mount point, options, some more, "-", type, source, options.
            let fields = line.split(separator: " ")
            guard let dash = fields.firstIndex(of: "-"), dash >= 6, fields.count > dash + 3 else {
                return nil
            }
            let isUnified = fields[dash + 1] == "cgroup2"
            let isController =
                fields[dash + 1] == "cgroup"
                && fields[dash + 3].split(separator: ",").contains(Substring(controller))
            guard isUnified || isController,
                let path = path(in: membership, of: controller, isUnified: isUnified),
                let groups = groups(of: path, below: fields[3])
            else { return nil }
            return ControlGroupTree(
                isUnified: isUnified, mountPoint: String(fields[4]), groups: groups)
        }
    }

    /// The process's group: after `0::` in version 2, in the line that names the resource in version 1.
    private static func path(
        in membership: String, of controller: String, isUnified: Bool
    ) -> Substring? {
        for line in membership.split(separator: "\n") {
            let fields = line.split(
                separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            let controllers = fields[1].split(separator: ",")
            if isUnified ? fields[1].isEmpty : controllers.contains(Substring(controller)) {
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
