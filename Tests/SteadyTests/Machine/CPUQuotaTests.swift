import Testing

@testable import steady

@Suite("Processor quota")
struct CPUQuotaTests {
    private static let unified = """
        22 28 0:20 / /proc rw,nosuid shared:12 - proc proc rw
        29 23 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec shared:9 - cgroup2 cgroup2 rw,nsdelegate
        """
    private static let separate = """
        31 23 0:27 / /sys/fs/cgroup ro,nosuid - tmpfs tmpfs ro,mode=755
        34 31 0:30 / /sys/fs/cgroup/memory rw shared:13 - cgroup cgroup rw,memory
        35 31 0:31 / /sys/fs/cgroup/cpu,cpuacct rw shared:14 - cgroup cgroup rw,cpu,cpuacct
        """

    private func quota(_ membership: String?, _ mounts: String?, _ files: [String: String])
        -> Double?
    {
        CPUQuota(membership: membership, mounts: mounts) { files[$0] }?.processors
    }

    @Test("version 2: quota over period")
    func unified() {
        let files = ["/sys/fs/cgroup/app/cpu.max": "150000 100000\n"]
        #expect(quota("0::/app\n", Self.unified, files) == 1.5)
    }

    @Test("version 2: the word max is no limit, nor is a file that is absent")
    func unlimited() {
        #expect(
            quota("0::/app\n", Self.unified, ["/sys/fs/cgroup/app/cpu.max": "max 100000\n"]) == nil)
        #expect(quota("0::/app\n", Self.unified, [:]) == nil)
    }

    @Test("version 2: the smallest of the groups around it counts")
    func nested() {
        let files = [
            "/sys/fs/cgroup/a/b/c/cpu.max": "400000 100000",
            "/sys/fs/cgroup/a/b/cpu.max": "25000 50000",
            "/sys/fs/cgroup/a/cpu.max": "max 100000",
            "/sys/fs/cgroup/cpu.max": "200000 100000",
            "/sys/fs/cgroup/a/b/c/d/cpu.max": "1 100000",
        ]
        #expect(quota("0::/a/b/c", Self.unified, files) == 0.5)
    }

    @Test("version 2: a container sees its own group at the mount point")
    func namespaced() {
        let files = ["/sys/fs/cgroup/cpu.max": "300000 100000"]
        #expect(quota("0::/\n", Self.unified, files) == 3)
        #expect(quota("0::/../other\n", Self.unified, files) == 3)
    }

    @Test("version 1: quota over period of the tree that has the cpu controller")
    func separate() {
        let membership = "9:memory:/docker/77\n4:cpu,cpuacct:/docker/77\n1:name=systemd:/x\n"
        let folder = "/sys/fs/cgroup/cpu,cpuacct/docker"
        let files = [
            "\(folder)/77/cpu.cfs_quota_us": "250000\n",
            "\(folder)/77/cpu.cfs_period_us": "100000\n",
            "\(folder)/cpu.cfs_quota_us": "-1\n", "\(folder)/cpu.cfs_period_us": "100000\n",
            "/sys/fs/cgroup/memory/docker/77/cpu.cfs_quota_us": "1000\n",
            "/sys/fs/cgroup/memory/docker/77/cpu.cfs_period_us": "1000\n",
        ]
        #expect(quota(membership, Self.separate, files) == 2.5)
    }

    @Test("version 1: -1 is no limit")
    func separateUnlimited() {
        let folder = "/sys/fs/cgroup/cpu,cpuacct"
        let files = [
            "\(folder)/cpu.cfs_quota_us": "-1\n", "\(folder)/cpu.cfs_period_us": "100000\n",
        ]
        #expect(quota("4:cpu,cpuacct:/\n", Self.separate, files) == nil)
    }

    @Test("version 1: a container's group may be mounted alone")
    func bindMounted() {
        let mounts = "35 31 0:31 /docker/77 /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu"
        let files = [
            "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "50000\n",
            "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
        ]
        #expect(quota("4:cpu:/docker/77\n", mounts, files) == 0.5)
        let nested = [
            "/sys/fs/cgroup/cpu/a/cpu.cfs_quota_us": "1",
            "/sys/fs/cgroup/cpu/a/cpu.cfs_period_us": "4",
        ]
        #expect(quota("4:cpu:/docker/77/a\n", mounts, nested) == 0.25)
    }

    @Test("both versions mounted: the smaller quota counts")
    func hybrid() {
        let mounts =
            Self.separate + "\n36 31 0:32 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw"
        let folder = "/sys/fs/cgroup/cpu,cpuacct"
        let files = [
            "\(folder)/a/cpu.cfs_quota_us": "200000\n", "\(folder)/a/cpu.cfs_period_us": "100000\n",
            "/sys/fs/cgroup/unified/a/cpu.max": "100000 100000",
        ]
        #expect(quota("4:cpu,cpuacct:/a\n0::/a\n", mounts, files) == 1)
    }

    @Test(
        "what makes no sense limits nothing",
        arguments: ["", "0 0", "-5 100000", "100000", "x y", "100000 0", "nan 1"])
    func nonsense(text: String) {
        #expect(quota("0::/", Self.unified, ["/sys/fs/cgroup/cpu.max": text]) == nil)
        #expect(quota(text, Self.unified, [:]) == nil)
        #expect(quota("0::/", text, [:]) == nil)
        #expect(quota(nil, nil, [:]) == nil)
    }
}
