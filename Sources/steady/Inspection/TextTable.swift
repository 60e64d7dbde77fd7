/// Rows of words in aligned columns.
struct TextTable {
    private var rows: [[String]]

    init(heading: [String]) { rows = [heading] }

    mutating func append(_ row: [String]) { rows.append(row) }

    /// The lines, each indented and without spaces at its end.
    func lines(indent: String = "  ") -> [String] {
        var widths: [Int] = []
        for row in rows {
            for (column, word) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], word.count)
            }
        }
        return rows.map { row in
            var line = indent
            for (column, word) in row.enumerated() {
                let isLast = column == row.count - 1
                line += word
                if !isLast {
                    line += String(repeating: " ", count: widths[column] - word.count + 2)
                }
            }
            return line
        }
    }
}
