/// Tells from what files look like, again and again, when they have changed and come to rest.
///
/// A certificate and its key are two files and are seldom replaced in one instant; so a change counts
/// only once a further look finds nothing new.
struct FileWatch {
    private let files: [String]
    private let stamp: (String) -> FileStamp?
    /// What the files looked like when they were last read.
    private var known: [FileStamp?]
    private var previous: [FileStamp?]

    /// Begins with what the files look like now.
    init(
        _ files: [String], stamp: @escaping (String) -> FileStamp? = { FileStamp(path: $0) }
    ) {
        self.files = files
        self.stamp = stamp
        known = files.map(stamp)
        previous = known
    }

    /// Looks at the files; true when they differ from when they were last read and have not changed
    /// since the look before.
    mutating func look() -> Bool {
        let present = files.map(stamp)
        defer { previous = present }
        guard present != known, present == previous else { return false }
        known = present
        return true
    }

    /// Takes down that the files are being read for another reason.
    mutating func noteReading() {
        known = files.map(stamp)
        previous = known
    }
}
