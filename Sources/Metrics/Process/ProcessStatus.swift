/// What `/proc/self/stat` tells of a process.
///
/// Source: proc_pid_stat(5).
struct ProcessStatus: Hashable {
    /// The number of threads.
    let threads: Int
    /// When it began, in clock ticks since the machine did.
    let startTicks: Int
    /// Bytes of address space.
    let virtualBytes: Int
    /// Pages in memory.
    let residentPages: Int

    /// Reads the line; nil where it is not one.
    init?(text: String) {
        // The name in parentheses may hold spaces and parentheses itself.
        guard let end = text.lastIndex(of: ")") else { return nil }
        // The first field after the name is the third of all.
        let fields = text[text.index(after: end)...].split { $0 == " " || $0 == "\n" }
        guard fields.count > 21, let threads = Int(fields[17]), let start = Int(fields[19]),
            let virtual = Int(fields[20]), let resident = Int(fields[21])
        else { return nil }
        self.threads = threads
        startTicks = start
        virtualBytes = virtual
        residentPages = resident
    }

    /// Reads from `/proc/stat` when the machine began, in seconds since 1970.
    static func bootTime(text: String) -> Int? {
        text.split(separator: "\n").first { $0.hasPrefix("btime ") }
            .flatMap { Int($0.dropFirst(6)) }
    }
}
