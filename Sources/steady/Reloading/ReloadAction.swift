/// Something that is read again while the server runs: on SIGHUP, and when its files change.
struct ReloadAction: Sendable {
    /// What is read, as the log names it, such as `certificate`.
    let subject: String
    /// The files whose change has it read again too; none for SIGHUP alone.
    let files: [String]
    /// Reads it again, and says for the log what is in force now.
    ///
    /// Called on one thread at a time, which may block. What was in force must stay so when it throws.
    let perform: @Sendable () throws -> String

    init(
        _ subject: String, files: [String] = [], perform: @escaping @Sendable () throws -> String
    ) {
        self.subject = subject
        self.files = files
        self.perform = perform
    }
}
