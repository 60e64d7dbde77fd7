import Logging
import Synchronization
import Testing

@testable import Logs

@Suite("Loggers that write through a writer", .timeLimit(.minutes(1)))
struct WriterLogHandlerTests {
    private final class Destination: LogDestination {
        let text = Mutex("")

        func write(_ bytes: [UInt8]) -> String? {
            text.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
            return nil
        }
    }

    @Test("levels, fields and their order")
    func fields() {
        let destination = Destination()
        let writer = LogWriter(to: destination) { _, _ in [] }
        var logger = Logger(label: "steady") { label in
            WriterLogHandler(label: label, level: .notice, to: writer, as: .text) {
                WallTime(seconds: 0, nanoseconds: 0)
            }
        }
        logger.info("not this one")
        logger[metadataKey: "model"] = "digits"
        var copy = logger
        copy[metadataKey: "model"] = "other"
        copy.logLevel = .error
        copy.notice("not this one")
        logger.notice("ready\nor not", metadata: ["b": "two\nlines", "a": "\(1)"])
        writer.close()
        #expect(
            destination.text.withLock { $0 }
                == #"1970-01-01T00:00:00.000Z notice steady: ready\nor not a=1 b="two\nlines" "#
                + "model=digits\n")
    }
}
