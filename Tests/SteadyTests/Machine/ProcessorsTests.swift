import Testing

@testable import steady

@Suite("Available processors")
struct ProcessorsTests {
    private func count(_ list: String) -> Int? {
        Processors.allowedCount(
            inStatus: "Name:\tsteady\nCpus_allowed_list:\t\(list)\nMems_allowed:\t1\n")
    }

    @Test("the affinity is a list of numbers and ranges")
    func affinity() {
        #expect(count("0") == 1)
        #expect(count("0-3") == 4)
        #expect(count("1,3,5") == 3)
        #expect(count("0-3,8,10-11") == 7)
        #expect(count("0-1023") == 1024)
    }

    @Test("a list that can't be read is no list", arguments: ["", "-", "x", "3-1", "1,-"])
    func nonsense(list: String) { #expect(count(list) == nil) }

    @Test("a status without the list says nothing")
    func absent() { #expect(Processors.allowedCount(inStatus: "Name:\tsteady\n") == nil) }

    @Test("a quota is rounded down, to no less than one")
    func quota() throws {
        func count(_ allowed: Int, _ quota: String) throws -> Int {
            Processors.count(
                allowed: allowed,
                quota: CPUQuota(
                    membership: "0::/", mounts: "1 0 0:1 / /c rw - cgroup2 cgroup2 rw"
                ) { $0 == "/c/cpu.max" ? quota : nil })
        }
        #expect(try count(8, "250000 100000") == 2)
        #expect(try count(8, "50000 100000") == 1)
        #expect(try count(2, "800000 100000") == 2)
        #expect(try count(8, "max 100000") == 8)
    }

    @Test("this process has at least one, and no more than its affinity")
    func here() {
        #expect(Processors.available >= 1)
        let status = ProcessFile.text("/proc/self/status") ?? ""
        #expect(Processors.available <= Processors.allowedCount(inStatus: status) ?? .max)
    }
}
