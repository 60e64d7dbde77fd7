import Glibc

/// How many files, sockets among them, the process may have open.
enum OpenFileLimit {
    /// What the process has open besides clients' connections: its files, listeners and event loops,
    /// with room to spare.
    static let besidesConnections = 128

    /// Raises the limit as far as the process may, and gives what it is now.
    @discardableResult
    static func raise() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return .max
        }
        if limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = raised.rlim_max
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 {
                limit = raised
            }
        }
        return Int(clamping: limit.rlim_cur)
    }

    /// What to think of when so many files are too few for so many connections.
    static func warning(limit: Int, connections: Int) -> String? {
        guard limit < connections + besidesConnections else { return nil }
        return "only \(limit) files may be open, which is too few for \(connections) connections: "
            + "raise the hard limit (ulimit -Hn, LimitNOFILE=) or lower --max-connections"
    }
}
