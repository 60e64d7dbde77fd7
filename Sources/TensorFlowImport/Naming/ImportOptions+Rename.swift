extension ImportOptions {
    /// How names of variables in the graph become names in the checkpoint.
    public struct Rename: Hashable, Sendable, CustomStringConvertible {
        /// A regular expression in Swift's syntax; what it matches is replaced, wherever it does.
        public let pattern: String
        /// What takes its place: `$1` or `\1` is what the first group matched, `$0` all of it.
        public let replacement: String

        /// Checks a rename.
        ///
        /// - Throws: `ImportError.unusableRename` if the pattern is no regular expression, or the
        ///   replacement refers to a group it has not.
        public init(pattern: String, replacement: String) throws(ImportError) {
            self.pattern = pattern
            self.replacement = replacement
            _ = try Renaming([self])
        }

        /// As the option takes it.
        public var description: String { "\(pattern)=\(replacement)" }
    }
}
