import Tensors

/// The file of rows for each input: by its name, else in the order given.
struct InputFiles {
    /// One path for each input.
    let paths: [String]

    init(paths: [String]) { self.paths = paths }

    /// - Throws: `PredictionFiles.Failure` if the files are too few or too many.
    init(data: [String], names: [String]) throws(PredictionFiles.Failure) {
        let given = data.map { NamedPath($0, names: names) }
        var unnamed = given.filter { $0.name == nil }[...]
        var paths: [String] = []
        for name in names {
            if let path = given.last(where: { $0.name == name })?.path ?? unnamed.popFirst()?.path {
                paths.append(path)
            } else {
                throw .missingInput(name: name, all: names)
            }
        }
        guard unnamed.isEmpty else { throw .tooManyInputs(given: data.count, all: names) }
        self.paths = paths
    }

    /// Reads the rows of each input.
    func read() throws(PredictionFiles.Failure) -> [Tensor] {
        var tensors: [Tensor] = []
        for path in paths {
            do throws(NpyError) {
                tensors.append(try Tensor(npyContentsOf: path))
            } catch .file(_, let reason) {
                throw .unreadable(path: path, reason: reason)
            } catch {
                throw .unreadable(path: path, reason: error.description)
            }
        }
        return tensors
    }
}
