import Foundation

/// The model that comes with the program: a classifier of handwritten digits.
public enum EmbeddedModel {
    /// The name it is served under unless another is given.
    public static let name = "digits"

    /// The folder of its checkpoint, which lies beside the program.
    ///
    /// `Bundle.module` would end the process where the folder is missing, so it is not asked.
    /// - Throws: `ServingError.noEmbeddedModel` with the place it was looked for.
    public static func folder() throws(ServingError) -> URL {
        let program = Bundle.main.executableURL?.resolvingSymlinksInPath()
        let beside = [program?.deletingLastPathComponent(), Bundle.main.bundleURL]
            .compactMap { $0?.appendingPathComponent("steady_Serving.resources/\(name)") }
        for folder in beside {
            let state = folder.appendingPathComponent("checkpoint").path
            if FileManager.default.fileExists(atPath: state) { return folder }
        }
        throw .noEmbeddedModel(path: beside.first?.path ?? "steady_Serving.resources/\(name)")
    }
}
