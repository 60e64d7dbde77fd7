/// Names one element of a slot table, for as long as it is there.
///
/// A slot is used again but a token is not: its generation tells a late event or answer for a
/// connection that has gone from one for the connection that came after.
struct SlotToken: Sendable, Hashable {
    let slot: UInt32
    let generation: UInt32

    /// Both numbers in one, as epoll carries it.
    var packed: UInt64 { UInt64(generation) << 32 | UInt64(slot) }

    init(slot: UInt32, generation: UInt32) {
        self.slot = slot
        self.generation = generation
    }

    init(packed: UInt64) {
        slot = UInt32(truncatingIfNeeded: packed)
        generation = UInt32(truncatingIfNeeded: packed >> 32)
    }
}

/// Elements found by token in constant time.
struct SlotTable<Element> {
    private struct Slot {
        var generation: UInt32 = 0
        var element: Element?
    }

    private var slots: [Slot] = []
    private var free: [UInt32] = []

    /// The number of elements.
    private(set) var count = 0

    /// The element with this token, unless it was removed.
    subscript(token: SlotToken) -> Element? {
        guard token.slot < UInt32(slots.count) else { return nil }
        guard slots[Int(token.slot)].generation == token.generation else { return nil }
        return slots[Int(token.slot)].element
    }

    /// Adds the element that `make` makes for the token it will have.
    mutating func insert(_ make: (SlotToken) -> Element) -> Element {
        let index: UInt32
        if let reused = free.popLast() {
            index = reused
        } else {
            index = UInt32(slots.count)
            slots.append(Slot())
        }
        let token = SlotToken(slot: index, generation: slots[Int(index)].generation)
        let element = make(token)
        slots[Int(index)].element = element
        count += 1
        return element
    }

    /// Takes out the element with this token; a token that is out of date does nothing.
    @discardableResult
    mutating func remove(_ token: SlotToken) -> Element? {
        guard let element = self[token] else { return nil }
        slots[Int(token.slot)].element = nil
        slots[Int(token.slot)].generation &+= 1
        free.append(token.slot)
        count -= 1
        return element
    }

    /// All elements, in the order of their slots.
    var elements: [Element] { slots.compactMap(\.element) }
}
