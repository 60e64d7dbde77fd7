import Synchronization

/// Counts the connections of all reactors.
final class Census: Sendable {
    private let count = Atomic<Int>(0)

    /// The number of connections.
    var connections: Int { count.load(ordering: .relaxed) }

    /// Counts a connection that was taken.
    func add() { count.add(1, ordering: .relaxed) }

    /// Counts a connection that has gone.
    func remove() { count.subtract(1, ordering: .relaxed) }
}
