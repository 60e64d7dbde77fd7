import Logging

/// Lets loggers write through a `LogWriter`.
public struct WriterLogHandler: LogHandler {
    /// What every line of the logger carries.
    public var metadata: Logger.Metadata = [:]
    /// The lowest level that is written.
    public var logLevel: Logger.Level
    /// What every line carries besides.
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let writer: LogWriter
    private let format: LogFormat
    private let now: @Sendable () -> WallTime

    /// Makes a handler for loggers of that label.
    public init(
        label: String, level: Logger.Level = .info, to writer: LogWriter, as format: LogFormat,
        now: @escaping @Sendable () -> WallTime = { .now }
    ) {
        self.label = label
        logLevel = level
        self.writer = writer
        self.format = format
        self.now = now
    }

    /// The value of a key that every line carries.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a line; fields are in the order of their names.
    public func log(event: LogEvent) {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { $1 } }
        if let given = event.metadata { fields.merge(given) { $1 } }
        if let error = event.error { fields["error"] = "\(error)" }
        writer.write(
            format.line(at: now(), event.level, label: label, message: event.message.description) {
                line in
                for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
                    line.add(name, value.description)
                }
            })
    }
}
