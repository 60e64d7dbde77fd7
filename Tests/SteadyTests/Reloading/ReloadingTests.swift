import Logging
import Synchronization
import Testing

@testable import steady

@Suite("Reload actions")
struct ReloadingTests {
    private struct Refusal: Error {}

    /// Counts how often each action is performed; the one named `bad` fails.
    private final class Record: Sendable {
        private let counts = Mutex<[String: Int]>([:])

        func count(_ subject: String) -> Int { counts.withLock { $0[subject, default: 0] } }

        func action(_ subject: String, files: [String] = []) -> ReloadAction {
            ReloadAction(subject, files: files) {
                self.counts.withLock { $0[subject, default: 0] += 1 }
                if subject == "bad" { throw Refusal() }
                return "done"
            }
        }
    }

    @Test("SIGHUP performs all actions, also those after one that fails")
    func all() {
        let record = Record()
        let reloading = Reloading(
            [record.action("first"), record.action("bad"), record.action("last")],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        reloading.performAll()
        #expect(record.count("first") == 1)
        #expect(record.count("bad") == 1)
        #expect(record.count("last") == 1)
    }

    @Test("a changed file has its own action performed")
    func changed() throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "1")
        try folder.write("b", "1")
        let record = Record()
        let reloading = Reloading(
            [
                record.action("a", files: [folder.path("a")]),
                record.action("b", files: [folder.path("b")]), record.action("none"),
            ], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try folder.write("b", "22")
        for _ in 0..<3 { reloading.performChanged() }
        #expect(record.count("a") == 0)
        #expect(record.count("b") == 1)
        #expect(record.count("none") == 0)
    }
}
