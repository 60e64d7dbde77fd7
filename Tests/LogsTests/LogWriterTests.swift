import Dispatch
import Foundation
import Logs
import Synchronization
import Testing

@Suite("The writer of a log", .timeLimit(.minutes(1)))
struct LogWriterTests {
    /// Keeps what is written; can be held, and can fail.
    private final class Destination: LogDestination {
        let text = Mutex("")
        let failure = Mutex<String?>(nil)
        let holds = Atomic<Bool>(false)
        let entered = DispatchSemaphore(value: 0)
        let released = DispatchSemaphore(value: 0)

        func write(_ bytes: [UInt8]) -> String? {
            if holds.load(ordering: .sequentiallyConsistent) {
                entered.signal()
                released.wait()
            }
            if let reason = failure.withLock({ $0 }) { return reason }
            text.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
            return nil
        }
    }

    private let destination = Destination()

    private func writer(capacity: Int = 1 << 20) -> LogWriter {
        LogWriter(to: destination, capacity: capacity) { Array("lost \($0): \($1)\n".utf8) }
    }

    private var text: String { destination.text.withLock { $0 } }

    @Test("all lines of all threads are written, each whole")
    func threads() {
        let writer = writer()
        DispatchQueue.concurrentPerform(iterations: 4) { thread in
            for index in 0..<500 { writer.write(Array("\(thread) \(index)\n".utf8)) }
        }
        writer.close()
        let lines = text.split(separator: "\n")
        #expect(lines.count == 2000)
        for thread in 0..<4 {
            let own = lines.filter { $0.hasPrefix("\(thread) ") }
            #expect(own == (0..<500).map { "\(thread) \($0)" })
        }
        #expect(writer.droppedLines == 0)
    }

    @Test("nobody waits for a destination that is stuck: lines are dropped, counted and reported")
    func stuck() {
        let writer = writer(capacity: 12)
        destination.holds.store(true, ordering: .sequentiallyConsistent)
        writer.write(Array("first\n".utf8))
        destination.entered.wait()
        for index in 0..<5 { writer.write(Array("line \(index)\n".utf8)) }
        #expect(writer.droppedLines == 4)
        destination.holds.store(false, ordering: .sequentiallyConsistent)
        destination.released.signal()
        writer.close()
        #expect(text == "first\nline 0\nlost 4: the log could not keep up\n")
    }

    @Test("the end does not wait for ever, and later lines are dropped")
    func stuckEnd() {
        let writer = writer()
        destination.holds.store(true, ordering: .sequentiallyConsistent)
        writer.write(Array("first\n".utf8))
        destination.entered.wait()
        writer.close(within: .milliseconds(1))
        writer.write(Array("late\n".utf8))
        #expect(text.isEmpty)
        #expect(writer.droppedLines == 1)
        destination.holds.store(false, ordering: .sequentiallyConsistent)
        destination.released.signal()
        writer.close()
        #expect(text == "first\n")
    }

    @Test("lines that could not be written are counted")
    func failure() {
        let writer = writer()
        destination.failure.withLock { $0 = "No space left on device" }
        writer.write(Array("first\nstill the first\n".utf8))
        writer.close()
        #expect(writer.droppedLines == 1)
        #expect(text.isEmpty)
    }

    @Test("a file that was moved away gets lines until it is reopened")
    func rotation() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("steady-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (new, old) = (folder.path + "/a.log", folder.path + "/a.log.1")
        try Data("before\n".utf8).write(to: URL(fileURLWithPath: new))
        let file = try LogFile(path: new)
        #expect(file.write(Array("one\n".utf8)) == nil)
        try FileManager.default.moveItem(atPath: new, toPath: old)
        #expect(file.write(Array("two\n".utf8)) == nil)
        try file.reopen()
        #expect(file.write(Array("three\n".utf8)) == nil)
        #expect(try String(contentsOfFile: old, encoding: .utf8) == "before\none\ntwo\n")
        #expect(try String(contentsOfFile: new, encoding: .utf8) == "three\n")

        try FileManager.default.removeItem(at: folder)
        #expect(throws: LogFileError.self) { try file.reopen() }
        #expect(file.write(Array("four\n".utf8)) == nil)
        let error = #expect(throws: LogFileError.self) { try LogFile(path: new) }
        #expect(error?.description.contains(new) == true)
    }

    @Test("a full disk is a reason, not an end")
    func fullDisk() throws {
        let file = try LogFile(path: "/dev/full")
        #expect(file.write(Array("line\n".utf8)) == "No space left on device")
    }
}
