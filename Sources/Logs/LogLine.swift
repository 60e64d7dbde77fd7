import Logging

/// A line of a log while it is written, field after field.
///
/// Whatever a text holds, it stays within its field and within the line: control characters, quotes
/// and what else could end either are escaped. So no client can forge a line.
public struct LogLine: Sendable {
    private let format: LogFormat
    private var bytes: [UInt8] = []

    init(format: LogFormat) {
        self.format = format
        bytes.reserveCapacity(384)
    }

    mutating func begin(
        _ time: WallTime, _ level: Logger.Level, label: String, message: String
    ) {
        switch format {
        case .text:
            time.append(to: &bytes)
            bytes.append(UInt8(ascii: " "))
            bytes += level.rawValue.utf8
            bytes.append(UInt8(ascii: " "))
            LogText.append(label, to: &bytes, as: format)
            bytes.append(UInt8(ascii: ":"))
            guard !message.isEmpty else { return }
            bytes.append(UInt8(ascii: " "))
            LogText.append(message, to: &bytes, as: format)
        case .json:
            bytes += #"{"time":""#.utf8
            time.append(to: &bytes)
            bytes += #"","level":""#.utf8
            bytes += level.rawValue.utf8
            bytes.append(UInt8(ascii: "\""))
            add("logger", label)
            if !message.isEmpty { add("message", message) }
        }
    }

    /// Adds a text, which may be anything.
    public mutating func add(_ name: String, _ text: String) {
        appendName(name)
        let isQuoted = format == .json || LogText.needsQuotes(text)
        if isQuoted { bytes.append(UInt8(ascii: "\"")) }
        LogText.append(text, to: &bytes, as: format, isQuoted: isQuoted)
        if isQuoted { bytes.append(UInt8(ascii: "\"")) }
    }

    /// Adds a whole number.
    public mutating func add(_ name: String, _ number: Int) {
        appendName(name)
        Self.append(number, to: &bytes)
    }

    /// Adds a time as seconds, to the microsecond.
    public mutating func add(_ name: String, _ duration: Duration) {
        appendName(name)
        let (seconds, attoseconds) = duration.components
        let microseconds = Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)
        if microseconds < 0 { bytes.append(UInt8(ascii: "-")) }
        let magnitude = abs(microseconds)
        Self.append(magnitude / 1_000_000, to: &bytes)
        bytes.append(UInt8(ascii: "."))
        var divisor = 100_000
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(magnitude / divisor % 10))
            divisor /= 10
        }
    }

    consuming func finished() -> [UInt8] {
        if format == .json { bytes.append(UInt8(ascii: "}")) }
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private mutating func appendName(_ name: String) {
        switch format {
        case .text:
            bytes.append(UInt8(ascii: " "))
            LogText.append(name, to: &bytes, as: format, isQuoted: true)
            bytes.append(UInt8(ascii: "="))
        case .json:
            bytes += ",\"".utf8
            LogText.append(name, to: &bytes, as: format)
            bytes += "\":".utf8
        }
    }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = number.magnitude
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }
}
