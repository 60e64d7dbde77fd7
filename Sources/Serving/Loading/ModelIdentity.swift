/// What a model is called where nobody said otherwise.
struct ModelIdentity: Hashable {
    let name: String
    let version: String

    /// Names that training scripts give to every checkpoint, so that they tell nothing.
    private static let commonplace: Set<String> = ["model", "model.ckpt", "ckpt", "variables"]

    /// Takes name and version from a checkpoint's prefix, such as `/runs/digits/model.ckpt-840`.
    ///
    /// - Parameter step: The training step that the checkpoint holds, if any.
    init(prefix: String, step: Int?) {
        let parts = prefix.split(separator: "/").map(String.init)
        var stem = parts.last ?? ""
        var number: String?
        if let dash = stem.lastIndex(of: "-") {
            let digits = stem[stem.index(after: dash)...]
            if !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) {
                number = String(digits)
                stem = String(stem[..<dash])
            }
        }
        if Self.commonplace.contains(stem) {
            // A SavedModel's variables lie in a folder of their own.
            let folders = parts.dropLast().filter { $0 != "variables" }
            stem = folders.last ?? stem
        }
        name = stem.isEmpty ? "model" : stem
        version = number ?? step.map(String.init) ?? "1"
    }
}
