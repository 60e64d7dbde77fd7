import Logging
import Logs
import Metrics
import Server

/// Where a serving process logs to.
struct ServingLog {
    /// Takes what the process has to say.
    let logger: Logger
    private let settings: ObservationSettings
    private let file: LogFile?
    private let writer: LogWriter

    /// Opens the log.
    init(_ settings: ObservationSettings, level: Logger.Level) throws(LogFileError) {
        let format = settings.logFormat
        file = if let path = settings.logFile { try LogFile(path: path) } else { nil }
        let writer = LogWriter(to: file ?? StandardErrorLog()) { lines, reason in
            format.line(
                at: .now, .warning, label: "steady", message: "lines of the log were lost"
            ) { line in
                line.add("lines", lines)
                line.add("reason", reason)
            }
        }
        self.writer = writer
        self.settings = settings
        logger = Logger(label: "steady") { label in
            WriterLogHandler(label: label, level: level, to: writer, as: format)
        }
    }

    /// Who writes lines for requests.
    var observers: [any RequestObserver] {
        let failures = FailureLog(logger: logger)
        guard settings.accessLog.share > 0 else { return [failures] }
        return [
            failures,
            AccessLog(share: settings.accessLog.share, to: writer, as: settings.logFormat),
        ]
    }

    /// What is done on SIGHUP: the file may have been moved away.
    var reloadAction: ReloadAction? {
        file.map { file in
            ReloadAction("log file") {
                try file.reopen()
                return "further lines go to the file that has the name now"
            }
        }
    }

    /// Writes what waits, and ends.
    func close() { writer.close() }
}

extension ServingLog: MetricSource {
    func write(to exposition: inout Exposition) {
        exposition.counter(
            "steady_log_lost_lines_total",
            help: "Lines that the log could not keep up with or could not write.",
            writer.droppedLines)
    }
}
