/// Elements that leave in the order in which they came.
///
/// Appending and removing the first take constant time, averaged over many.
struct FIFO<Element> {
    // Slots before `head` are nil, all others are not.
    private var slots: [Element?] = []
    private var head = 0

    var count: Int { slots.count - head }
    var isEmpty: Bool { count == 0 }

    /// The oldest element.
    ///
    /// Setting it replaces the oldest; setting nil, or where there is none, does nothing.
    var first: Element? {
        get { head < slots.count ? slots[head] : nil }
        set {
            guard let newValue, head < slots.count else { return }
            slots[head] = newValue
        }
    }

    mutating func append(_ element: Element) { slots.append(element) }

    /// The youngest element.
    var last: Element? { head < slots.count ? slots[slots.count - 1] : nil }

    mutating func removeLast() {
        guard head < slots.count else { return }
        slots.removeLast()
        if head == slots.count { removeAll { _ in true } }
    }

    @discardableResult
    mutating func removeFirst() -> Element? {
        guard head < slots.count else { return nil }
        let element = slots[head]
        slots[head] = nil
        head += 1
        if head == slots.count {
            slots.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 64, head * 2 >= slots.count {
            slots.removeSubrange(..<head)
            head = 0
        }
        return element
    }

    /// Removes the elements for which the closure says so, in order, and keeps the order of others.
    mutating func removeAll(where shouldRemove: (Element) -> Bool) {
        slots.removeAll { slot in
            guard let slot else { return true }
            return shouldRemove(slot)
        }
        head = 0
    }
}
