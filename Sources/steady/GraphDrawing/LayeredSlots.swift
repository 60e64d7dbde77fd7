/// The places that boxes and lines take in each row: one for every row of a box, and one for every
/// row that a line passes.
struct Slots {
    /// The width of each slot.
    private(set) var widths: [Double] = []
    /// The middle of each slot.
    private(set) var middles: [Double] = []
    /// The first slot of each box; those of its other rows follow.
    private(set) var first: [Int] = []
    /// The slots of each line, from row to row.
    private(set) var bends: [[Int]] = []
    /// The slots of each row, from left to right.
    private var rows: [[Int]]
    /// The slots of the row above that a slot hangs on, and of the row below that hang on it.
    private var above: [[Int]] = []
    private var below: [[Int]] = []
    /// What a slot is a part of.
    private enum Kind { case box, continuedBox, line }
    private var kinds: [Kind] = []
    private var hints: [Double?] = []

    init(_ boxes: [LayeredLayout.Box], _ lines: [LayeredLayout.Line], lineWidth: Double) {
        rows = Array(repeating: [], count: (boxes.map(\.rows.upperBound).max() ?? 0) + 1)
        var last: [Int] = []
        for box in boxes {
            first.append(widths.count)
            for row in box.rows {
                let isFirst = row == box.rows.lowerBound
                let slot = add(
                    box.width, isFirst ? .box : .continuedBox, row: row, hint: box.hint)
                if !isFirst { connect(slot - 1, slot) }
            }
            last.append(widths.count - 1)
        }
        for line in lines {
            var previous = last[line.from]
            var passed: [Int] = []
            let (start, end) = (boxes[line.from].rows.upperBound, boxes[line.to].rows.lowerBound)
            for row in start + 1..<max(end, start + 1) {
                let slot = add(lineWidth, .line, row: row, hint: nil)
                connect(previous, slot)
                passed.append(slot)
                previous = slot
            }
            connect(previous, first[line.to])
            bends.append(passed)
        }
    }

    private mutating func add(
        _ width: Double, _ kind: Kind, row: Int, hint: Double?
    ) -> Int {
        widths.append(width)
        middles.append(0)
        above.append([])
        below.append([])
        kinds.append(kind)
        hints.append(hint)
        rows[row].append(widths.count - 1)
        return widths.count - 1
    }

    private mutating func connect(_ upper: Int, _ lower: Int) {
        below[upper].append(lower)
        above[lower].append(upper)
    }

    /// Sorts each row by where its neighbours are, from above and from below in turn.
    mutating func order() {
        var places = [Double](repeating: 0, count: widths.count)
        func number(_ row: [Int], _ places: inout [Double]) {
            for (place, slot) in row.enumerated() {
                places[slot] = (Double(place) + 0.5) / Double(row.count)
            }
        }
        for row in rows { number(row, &places) }
        let reach = (hints.compactMap { $0 }.max() ?? 0) + 1
        for sweep in 0..<25 {
            let isDown = sweep % 2 == 0
            for index in isDown ? Array(rows.indices) : rows.indices.reversed() {
                let keys = rows[index].map { slot -> Double in
                    if let hint = hints[slot] { return hint / reach }
                    let neighbours = isDown ? above[slot] : below[slot]
                    guard !neighbours.isEmpty else { return places[slot] }
                    return neighbours.reduce(0) { $0 + places[$1] } / Double(neighbours.count)
                }
                let sorted = zip(rows[index], keys).enumerated().sorted {
                    ($0.element.1, $0.offset) < ($1.element.1, $1.offset)
                }
                rows[index] = sorted.map(\.element.0)
                number(rows[index], &places)
            }
        }
    }

    /// Finds middles in the order of each row: what hangs together becomes columns, which then settle
    /// between each other.
    mutating func place(gap: Double) {
        let columns = Columns(count: widths.count, pairs: alignedPairs)
        var settling = ColumnPlacement(
            columns.count, rows: rows.map { row in row.map { (columns.of[$0], widths[$0]) } },
            gap: gap)
        for (slot, below) in below.enumerated() {
            for other in below {
                let weight = kinds[slot] == .line || kinds[other] == .line ? 1.0 : 3.0
                settling.pull(columns.of[slot], columns.of[other], weight: weight)
            }
            if let hint = hints[slot] { settling.pull(columns.of[slot], to: hint, weight: 20) }
        }
        settling.settle()
        middles = columns.of.map { settling.middles[$0] }
    }

    /// How many boxes there are at most on a way down from each slot.
    private var heights: [Int] {
        var heights = [Int](repeating: 0, count: widths.count)
        for slot in rows.reversed().joined() {
            let further = below[slot].map { heights[$0] }.max() ?? 0
            heights[slot] = further + (kinds[slot] == .line ? 0 : 1)
        }
        return heights
    }

    /// Slots that shall stand below each other, without crossing between two rows.
    ///
    /// The rows of a box come first, then those of a line, then boxes below boxes.
    ///
    /// Source: Brandes and Köpf 2001, section 4.1.
    private var alignedPairs: [(Int, Int)] {
        var places = [Int](repeating: 0, count: widths.count)
        for row in rows { for (place, slot) in row.enumerated() { places[slot] = place } }
        let heights = heights
        var all: [(Int, Int)] = []
        for row in rows.dropFirst() {
            var pairs: [(upper: Int, lower: Int)] = []
            func align(_ upper: Int, _ lower: Int) {
                let fits = pairs.allSatisfy { pair in
                    (places[pair.upper] < places[upper]) == (places[pair.lower] < places[lower])
                        && pair.upper != upper && pair.lower != lower
                }
                if fits { pairs.append((upper, lower)) }
            }
            for slot in row where kinds[slot] == .continuedBox { align(above[slot][0], slot) }
            for slot in row where kinds[slot] == .line && kinds[above[slot][0]] == .line {
                align(above[slot][0], slot)
            }
            // The longest way goes on straight, and what branches off it does not.
            for slot in row.sorted(by: { heights[$0] > heights[$1] }) where kinds[slot] == .box {
                let boxes = above[slot].filter { kinds[$0] != .line }
                for upper in boxes.sorted(by: { below[$0].count < below[$1].count }) {
                    align(upper, slot)
                }
            }
            for slot in row { for upper in above[slot] { align(upper, slot) } }
            all += pairs.map { ($0.upper, $0.lower) }
        }
        return all
    }
}

/// Slots gathered into columns.
private struct Columns {
    /// The column of each slot.
    private(set) var of: [Int] = []
    private(set) var count = 0

    /// - Parameter pairs: Slots of one column, each but the first of it once as the second.
    init(count slots: Int, pairs: [(Int, Int)]) {
        var upper = [Int?](repeating: nil, count: slots)
        for (above, below) in pairs { upper[below] = above }
        of = Array(repeating: -1, count: slots)
        for slot in 0..<slots where of[slot] < 0 {
            var chain = [slot]
            while let next = upper[chain[chain.count - 1]], of[next] < 0 { chain.append(next) }
            let top = upper[chain[chain.count - 1]]
            let column = top.map { of[$0] } ?? count
            if top == nil { count += 1 }
            for member in chain { of[member] = column }
        }
    }
}
