import Foundation

/// Where tests find the golden files that the scripts beside this file made.
public enum Fixtures {
    /// The folder of all golden files.
    public static var directory: URL { Bundle.module.bundleURL.appendingPathComponent("Resources") }

    /// The golden file or folder at `path` below the folder of all golden files.
    public static func url(_ path: String) -> URL { directory.appendingPathComponent(path) }
}
