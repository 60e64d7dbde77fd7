import Testing

@testable import steady

@Suite("Memory limit")
struct MemoryLimitTests {
    private static let unified =
        "29 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n"
    private static let separate = """
        34 31 0:30 / /sys/fs/cgroup/memory rw shared:13 - cgroup cgroup rw,memory
        35 31 0:31 / /sys/fs/cgroup/cpu,cpuacct rw shared:14 - cgroup cgroup rw,cpu,cpuacct
        """

    private func limit(
        _ membership: String?, _ mounts: String?, _ files: [String: String]
    ) -> Int {
        MemoryLimit(physical: 1000, membership: membership, mounts: mounts) { files[$0] }.bytes
    }

    @Test("is the machine's memory where no group has one")
    func physical() {
        #expect(limit(nil, nil, [:]) == 1000)
        #expect(limit("0::/app\n", Self.unified, [:]) == 1000)
        #expect(limit("0::/a\n", Self.unified, ["/sys/fs/cgroup/a/memory.max": "max\n"]) == 1000)
    }

    @Test("is the smallest of the groups around the process")
    func groups() {
        let files = [
            "/sys/fs/cgroup/a/b/memory.max": "900\n", "/sys/fs/cgroup/a/b/memory.high": "max\n",
            "/sys/fs/cgroup/a/memory.max": "800\n", "/sys/fs/cgroup/a/memory.high": "700\n",
            "/sys/fs/cgroup/a/b/c/memory.max": "1\n",
        ]
        #expect(limit("0::/a/b\n", Self.unified, files) == 700)
    }

    @Test("is read in version 1, too, where no limit is a number beyond any machine")
    func versionOne() {
        let membership = "4:memory:/app\n5:cpu,cpuacct:/other\n"
        let file = "/sys/fs/cgroup/memory/app/memory.limit_in_bytes"
        #expect(limit(membership, Self.separate, [file: "600\n"]) == 600)
        #expect(limit(membership, Self.separate, [file: "9223372036854771712\n"]) == 1000)
    }

    @Test("leaves requests a quarter")
    func share() {
        let limit = MemoryLimit(physical: 8 << 30, membership: nil, mounts: nil) { _ in nil }
        #expect(limit.requestShare == 2 << 30)
    }
}
