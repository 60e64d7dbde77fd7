import Testing

@testable import steady

@Suite("Boxes in rows")
struct LayeredLayoutTests {
    @Test("keep their order and distance, and are else where they are pulled to")
    func placement() {
        var columns = ColumnPlacement(
            3, rows: [[(0, 10), (1, 10)], [(1, 30), (2, 10)]], gap: 5)
        columns.pull(0, to: 50, weight: 1)
        columns.pull(1, to: 50, weight: 1)
        columns.pull(2, to: 400, weight: 1)
        columns.settle()
        #expect(columns.middles[1] - columns.middles[0] >= 15)
        #expect(abs(columns.middles[0] - 50) <= 15 && abs(columns.middles[1] - 50) <= 15)
        #expect(columns.middles[2] == 400)
    }

    @Test("do not overlap, and neither do lines that pass them")
    func overlaps() {
        // A ladder of branches of several lengths that meet again, with tall boxes among them.
        var boxes = [LayeredLayout.Box(rows: 0...0, width: 60)]
        var lines: [LayeredLayout.Line] = []
        var last = 0
        for step in 0..<6 {
            let row = boxes[last].rows.upperBound + 1
            let join = boxes.count + 3
            boxes.append(LayeredLayout.Box(rows: row...row, width: 120))
            boxes.append(LayeredLayout.Box(rows: row...row + 2, width: 80))
            boxes.append(LayeredLayout.Box(rows: row + 1...row + 1, width: 40))
            boxes.append(LayeredLayout.Box(rows: row + 4...row + 4 + step % 2, width: 100))
            for branch in 1...3 { lines.append(.init(from: last, to: join - 4 + branch)) }
            for branch in 1...3 { lines.append(.init(from: join - 4 + branch, to: join)) }
            lines.append(.init(from: last, to: join))
            last = join
        }
        let layout = LayeredLayout(boxes, lines)
        var spans: [Int: [ClosedRange<Double>]] = [:]
        for (box, middle) in zip(boxes, layout.middles) {
            #expect(
                middle - box.width / 2 >= -1e-6 && middle + box.width / 2 <= layout.width + 1e-6)
            for row in box.rows {
                spans[row, default: []].append(middle - box.width / 2...middle + box.width / 2)
            }
        }
        for (line, bends) in zip(lines, layout.bends) {
            let start = boxes[line.from].rows.upperBound + 1
            #expect(bends.count == boxes[line.to].rows.lowerBound - start)
            for (offset, middle) in bends.enumerated() {
                spans[start + offset, default: []].append(middle...middle)
            }
        }
        for row in spans.values {
            let sorted = row.sorted { $0.lowerBound < $1.lowerBound }
            for (left, right) in zip(sorted, sorted.dropFirst()) {
                #expect(left.upperBound < right.lowerBound + 1)
            }
        }
    }

    @Test("of a chain stand in one column")
    func chain() {
        let boxes = (0..<5).map { LayeredLayout.Box(rows: $0...$0, width: Double(40 + 10 * $0)) }
        let lines = (1..<5).map { LayeredLayout.Line(from: $0 - 1, to: $0) }
        let layout = LayeredLayout(boxes, lines)
        #expect(layout.middles.allSatisfy { abs($0 - layout.middles[0]) < 0.5 })
        #expect(layout.width == 80)
    }

    @Test("may be none")
    func empty() { #expect(LayeredLayout([], []).width == 0) }
}
