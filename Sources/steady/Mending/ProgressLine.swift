import Foundation

/// Shows progress on standard error: a bar on a terminal, else a line for each tenth.
///
/// Belongs to one thread.
final class ProgressLine {
    private let label: String
    private let isTerminal: Bool
    private let write: (String) -> Void
    private var shown = -1

    private static let barWidth = 30

    /// Progress on standard error.
    convenience init(label: String) {
        self.init(label: label, isTerminal: isatty(STDERR_FILENO) == 1) { text in
            FileHandle.standardError.write(Data(text.utf8))
        }
    }

    init(label: String, isTerminal: Bool, write: @escaping (String) -> Void) {
        self.label = label
        self.isTerminal = isTerminal
        self.write = write
    }

    /// Shows how much is done, if that has changed enough to be seen.
    func show(completed: Int, total: Int, detail: String) {
        guard total > 0 else { return }
        let percent = completed * 100 / total
        let step = isTerminal ? percent : percent / 10
        guard step != shown else { return }
        shown = step
        if isTerminal {
            let filled = percent * Self.barWidth / 100
            let bar =
                String(repeating: "█", count: filled)
                + String(repeating: "░", count: Self.barWidth - filled)
            write("\r\u{1B}[K\(label) \(bar) \(percent) % \(detail)")
        } else {
            write("\(label): \(completed) of \(total) batches, \(detail)\n")
        }
    }

    /// Clears the bar.
    func finish() {
        if isTerminal { write("\r\u{1B}[K") }
    }
}
