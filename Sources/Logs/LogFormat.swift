import Logging

/// The forms of a log's lines.
public enum LogFormat: String, CaseIterable, Hashable, Sendable {
    /// `2026-11-24T17:10:55.123Z info access: message key=value`, for people.
    case text
    /// An object in JSON, for machines.
    case json

    /// One line, the line feed at its end included.
    ///
    /// - Parameters:
    ///   - label: whose line it is.
    ///   - body: adds the fields behind the message.
    public func line(
        at time: WallTime, _ level: Logger.Level, label: String, message: String,
        _ body: (inout LogLine) -> Void = { _ in }
    ) -> [UInt8] {
        var line = LogLine(format: self)
        line.begin(time, level, label: label, message: message)
        body(&line)
        return line.finished()
    }
}
