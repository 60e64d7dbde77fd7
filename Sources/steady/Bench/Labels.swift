import Tensors

/// The right class of each row, for some of a model's outputs.
struct Labels {
    private let files: [(output: String, path: String, classes: Tensor)]

    /// Why labels do not suit the outputs.
    enum Failure: Error, Hashable, CustomStringConvertible {
        case unreadable(path: String, reason: String)
        case severalForOneOutput(output: String)
        case unfit(path: String, reason: String)

        var description: String {
            switch self {
            case .unreadable(let path, let reason): "can't read labels from \(path): \(reason)"
            case .severalForOneOutput(let output):
                "output '\(output)' has several files of labels; give NAME=FILE for other outputs"
            case .unfit(let path, let reason): "the labels in \(path) \(reason)"
            }
        }
    }

    /// Reads the files of options, `FILE` for the first output or `NAME=FILE`.
    init(_ texts: [String], outputs: [String]) throws(Failure) {
        var files: [(output: String, path: String, classes: Tensor)] = []
        for text in texts {
            let file = NamedPath(text, names: outputs)
            let output = file.name ?? outputs.first ?? ""
            guard !files.contains(where: { $0.output == output }) else {
                throw .severalForOneOutput(output: output)
            }
            do {
                files.append((output, file.path, try Tensor(npyContentsOf: file.path)))
            } catch {
                throw .unreadable(path: file.path, reason: String(describing: error))
            }
        }
        self.files = files
    }

    /// The classes for an output's rows; nil if none are given.
    ///
    /// - Throws: `.unfit` if they are not one whole number for each row along the innermost dimension.
    func classes(of name: String, in output: Tensor) throws(Failure) -> [Int]? {
        guard let file = files.first(where: { $0.output == name }) else { return nil }
        let rows = output.elementCount / max(1, output.shape.dimensions.last ?? 1)
        guard output.shape.rank > 1, file.classes.elementCount == rows else {
            throw .unfit(
                path: file.path,
                reason: "are \(file.classes.shape), but output '\(name)' is \(output.shape)")
        }
        guard !file.classes.elementType.isFloatingPoint,
            let classes = try? file.classes.converted(to: .int64)
        else { throw .unfit(path: file.path, reason: "are no whole numbers") }
        return classes.elements(as: Int64.self).map(Int.init)
    }
}
