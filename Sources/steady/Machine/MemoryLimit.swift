import Foundation

/// How much memory a process may take before the kernel ends it.
///
/// Source: the kernel's Documentation/admin-guide/cgroup-v2.rst (`memory.max` and `memory.high`) and
/// cgroup-v1/memory.rst (`memory.limit_in_bytes`).
struct MemoryLimit: Hashable {
    /// The bytes.
    let bytes: Int

    /// This process's: the machine's memory, or less where its control group has a limit.
    static let ofThisProcess = MemoryLimit(
        physical: Int(clamping: ProcessInfo.processInfo.physicalMemory),
        membership: ProcessFile.text("/proc/self/cgroup"),
        mounts: ProcessFile.text("/proc/self/mountinfo"), read: ProcessFile.text)

    /// Finds the smallest limit of a process's group, the groups around it and the machine.
    ///
    /// - Parameters:
    ///   - physical: The machine's memory in bytes.
    ///   - membership: The text of `/proc/PID/cgroup`.
    ///   - mounts: The text of `/proc/PID/mountinfo`.
    ///   - read: Gives the text of a file, or nil.
    init(physical: Int, membership: String?, mounts: String?, read: (String) -> String?) {
        var smallest = physical
        if let membership, let mounts {
            let trees = ControlGroupTree.all(
                of: "memory", membership: membership, mounts: mounts)
            for tree in trees {
                let names =
                    tree.isUnified ? ["memory.max", "memory.high"] : ["memory.limit_in_bytes"]
                for folder in tree.folders {
                    // No limit is the word max, or in version 1 more than any machine has.
                    let limits = names.compactMap { name in
                        read("\(folder)/\(name)").flatMap {
                            Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
                        }
                    }
                    smallest = min(smallest, limits.filter { $0 > 0 }.min() ?? smallest)
                }
            }
        }
        bytes = smallest
    }

    /// What requests in flight may take where nobody says: a quarter, so that the model, its plans
    /// and the rest of the machine have theirs.
    var requestShare: Int { max(bytes / 4, 1 << 20) }
}
