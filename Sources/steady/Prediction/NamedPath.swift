/// A file, and the input it is for where that is said: `PATH` or `NAME=PATH`.
struct NamedPath: Hashable {
    let name: String?
    let path: String

    /// Reads the text of an option.
    ///
    /// - Parameter names: The model's inputs; text before `=` that is none of them is part of the path.
    init(_ text: String, names: [String]) {
        if let equals = text.firstIndex(of: "="), names.contains(String(text[..<equals])) {
            name = String(text[..<equals])
            path = String(text[text.index(after: equals)...])
        } else {
            name = nil
            path = text
        }
    }
}
