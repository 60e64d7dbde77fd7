/// Places for the statuses that answers have, so that each is counted without a search.
enum StatusSlots {
    /// The statuses in the order of their places; the place behind them is for all others.
    static let codes = [
        200, 204, 400, 401, 403, 404, 405, 406, 408, 413, 414, 415, 417, 421, 429, 431, 499, 500,
        501, 503, 504, 505,
    ]

    /// The number of places.
    static let count = codes.count + 1

    private static let slots: [UInt8] = {
        var slots = [UInt8](repeating: UInt8(codes.count), count: 600)
        for (slot, code) in codes.enumerated() { slots[code] = UInt8(slot) }
        return slots
    }()

    /// The place of a status.
    static func slot(of code: Int) -> Int {
        slots.indices.contains(code) ? Int(slots[code]) : codes.count
    }

    /// What a place is called.
    static func label(of slot: Int) -> String {
        slot < codes.count ? String(codes[slot]) : "other"
    }
}
