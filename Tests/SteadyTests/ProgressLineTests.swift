import Testing

@testable import steady

@Suite("Progress")
struct ProgressLineTests {
    private func shown(isTerminal: Bool, total: Int) -> [String] {
        var texts: [String] = []
        let progress = ProgressLine(label: "calibrating", isTerminal: isTerminal) {
            texts.append($0)
        }
        for completed in 1...total {
            progress.show(completed: completed, total: total, detail: "bn1")
        }
        progress.finish()
        return texts
    }

    @Test("is a line for each tenth where no person watches")
    func lines() {
        let lines = shown(isTerminal: false, total: 1000)
        #expect(lines.count == 11)
        #expect(lines[0] == "calibrating: 1 of 1000 batches, bn1\n")
        #expect(lines[10] == "calibrating: 1000 of 1000 batches, bn1\n")
    }

    @Test("is a bar on a terminal, drawn when a percent is done and cleared at the end")
    func bar() {
        let texts = shown(isTerminal: true, total: 1000)
        #expect(texts.count == 102)
        #expect(texts[50].contains("███████████████░░░░░░░░░░░░░░░ 50 % bn1"))
        #expect(texts.allSatisfy { $0.hasPrefix("\r\u{1B}[K") })
        #expect(texts[101] == "\r\u{1B}[K")
    }
}
