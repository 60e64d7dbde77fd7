import Synchronization

/// Counts the connections of all reactors, in all and by address.
final class Census: Sendable {
    private let count = Atomic<Int>(0)
    private let byAddress = Mutex<[SocketAddress.Network: Int]>([:])

    /// The number of connections.
    var connections: Int { count.load(ordering: .relaxed) }

    /// Counts a connection that was taken, unless its network has `limit` already; says whether it
    /// was counted.
    func add(_ network: SocketAddress.Network, limit: Int) -> Bool {
        let isWithin = byAddress.withLock { counts in
            let before = counts[network, default: 0]
            guard before < limit else { return false }
            counts[network] = before + 1
            return true
        }
        if isWithin { count.add(1, ordering: .relaxed) }
        return isWithin
    }

    /// Counts a connection that has gone.
    func remove(_ network: SocketAddress.Network) {
        byAddress.withLock { counts in
            let left = counts[network, default: 1] - 1
            counts[network] = left > 0 ? left : nil
        }
        count.subtract(1, ordering: .relaxed)
    }
}
