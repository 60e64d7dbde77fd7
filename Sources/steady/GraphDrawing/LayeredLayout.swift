/// Places for boxes in rows, so that the lines between them cross little and run straight.
///
/// Source: Sugiyama, Tagawa and Toda 1981, with positions by isotonic regression in the place of
/// their linear program.
struct LayeredLayout {
    /// A box: the rows it stands in, and its width.
    struct Box {
        var rows: ClosedRange<Int>
        let width: Double
        /// Where its middle should be; nil leaves it to its neighbours.
        var hint: Double?
    }

    /// A line from a box to one that begins in a later row than the first ends.
    struct Line: Hashable {
        let from: Int
        let to: Int
    }

    let boxes: [Box]
    let lines: [Line]
    /// The middle of each box.
    private(set) var middles: [Double] = []
    /// For each line the middles of the rows between its boxes.
    private(set) var bends: [[Double]] = []
    /// The width of everything.
    private(set) var width = 0.0

    private static let gap = 14.0
    private static let lineWidth = 10.0

    /// Lays out boxes; lines must not go upward.
    init(_ boxes: [Box], _ lines: [Line]) {
        self.boxes = boxes
        self.lines = lines
        guard !boxes.isEmpty else { return }
        var slots = Slots(boxes, lines, lineWidth: Self.lineWidth)
        slots.order()
        slots.place(gap: Self.gap)
        let left = slots.middles.indices.map { slots.middles[$0] - slots.widths[$0] / 2 }.min() ?? 0
        middles = boxes.indices.map { slots.middles[slots.first[$0]] - left }
        bends = slots.bends.map { $0.map { slots.middles[$0] - left } }
        width =
            (slots.middles.indices.map { slots.middles[$0] + slots.widths[$0] / 2 }.max() ?? 0)
            - left
    }
}
