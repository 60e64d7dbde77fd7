/// What is wrong with the settings.
enum SettingsError: Error, Hashable, CustomStringConvertible {
    /// The configuration file can't be read.
    case unreadable(path: String, reason: String)
    /// The configuration file is not a YAML mapping of settings.
    case malformed(path: String, reason: String)
    /// The configuration file has keys that are no settings.
    case unknownKeys([String], path: String)
    /// A setting's text is not a value it can have; `origin` says where the text stands.
    case badValue(origin: String, text: String, expectation: String)
    /// A setting that takes one value has several.
    case severalValues(origin: String)
    /// A setting is given that means nothing without another.
    case incomplete(origin: String, missing: Setting)

    var description: String {
        switch self {
        case .unreadable(let path, let reason):
            return "can't read the configuration file \(path): \(reason)"
        case .malformed(let path, let reason):
            return "\(path) is not a YAML mapping from settings to values: \(reason)"
        case .unknownKeys(let keys, let path):
            let known = Setting.allCases.map(\.rawValue).joined(separator: ", ")
            return "\(path) has unknown settings: "
                + "\(keys.map { "'\($0)'" }.joined(separator: ", ")); known are \(known)"
        case .badValue(let origin, let text, let expectation):
            return "\(origin) is '\(text)', but it must be \(expectation)" + Self.hint(for: text)
        case .severalValues(let origin):
            return "\(origin) has several values, but takes one"
        case .incomplete(let origin, let missing):
            return "\(origin) is given, but \(missing.option) is not: give both or neither"
        }
    }

    /// Kubernetes describes a service named `steady` to other pods as `STEADY_PORT=tcp://…`.
    private static func hint(for text: String) -> String {
        text.hasPrefix("tcp://")
            ? "; if a Kubernetes service named 'steady' set it, give the pod "
                + "'enableServiceLinks: false' or pass the option itself"
            : ""
    }
}
