/// Lets so many in at a time.
///
/// All tests begin at once, and each of the servers has descriptors of its own: those of all together
/// are more than the 1024 that a process may have where nobody raised the limit.
actor Turnstile {
    static let servers = Turnstile(places: 24)

    private var places: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(places: Int) { self.places = places }

    /// Waits for a place.
    func enter() async {
        guard places == 0 else {
            places -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Gives a place to who waits for one.
    func leave() {
        guard !waiting.isEmpty else {
            places += 1
            return
        }
        waiting.removeFirst().resume()
    }
}
