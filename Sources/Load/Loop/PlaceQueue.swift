/// The free places of all connections, the one longest free first, so that all take turns.
///
/// A connection that is closed leaves its places behind; its generation tells them apart.
struct PlaceQueue {
    /// A place on a connection.
    struct Place {
        let connection: Int
        let generation: Int
    }

    private var places: [Place?]
    private var first = 0
    private(set) var count = 0

    init(capacity: Int) { places = [Place?](repeating: nil, count: max(1, capacity)) }

    /// Adds a place that has become free.
    mutating func append(_ place: Place) {
        if count == places.count { grow() }
        places[(first + count) % places.count] = place
        count += 1
    }

    /// Takes the place that is longest free.
    mutating func popFirst() -> Place? {
        guard count > 0 else { return nil }
        defer {
            first = (first + 1) % places.count
            count -= 1
        }
        return places[first]
    }

    private mutating func grow() {
        let ordered = (0..<count).map { places[(first + $0) % places.count] }
        places = ordered + [Place?](repeating: nil, count: count)
        first = 0
    }
}
