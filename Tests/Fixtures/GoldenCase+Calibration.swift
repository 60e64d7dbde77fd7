import Foundation

extension GoldenCase {
    /// The statistics in the folder `result` of a calibration case: `.npy` by the variable's name.
    ///
    /// Throws what Foundation throws where there is no such folder.
    public func statistics(_ result: String) throws -> [String: URL] {
        let folder = url(result)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".npy") && $0 != "expected.npy" }
        return Dictionary(
            uniqueKeysWithValues: files.map { file in
                let name = file.dropLast(4).replacingOccurrences(of: ".", with: "/")
                return (name, folder.appendingPathComponent(file))
            })
    }
}
