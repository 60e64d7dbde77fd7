import Configuration
import Foundation
import Synchronization

/// The texts of all settings that were given: an option wins over the environment, and that over the
/// configuration file.
struct Settings {
    private let flags: [Setting: [String]]
    private let environment: EnvironmentVariablesProvider
    private let file: (path: String, values: YAMLSnapshot?)?

    /// The variable that names the configuration file, where `--config` does not.
    static let configVariable = "STEADY_CONFIG"

    /// Gathers what was given.
    ///
    /// - Parameters:
    ///   - flags: The values of options on the command line.
    ///   - configPath: The configuration file named on the command line, if any.
    ///   - environment: The process environment.
    init(
        flags: [Setting: [String]], configPath: String?, environment: [String: String]
    ) throws(SettingsError) {
        self.flags = flags
        self.environment = EnvironmentVariablesProvider(environmentVariables: environment)
        let path = configPath ?? environment[Self.configVariable]
        if let path, !path.isEmpty {
            file = (path, try Self.readFile(path))
        } else {
            file = nil
        }
    }

    /// The file's values; nil where it has nothing but comments.
    private static func readFile(_ path: String) throws(SettingsError) -> YAMLSnapshot? {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
        let lines = data.split(separator: UInt8(ascii: "\n"))
        let isBlank = lines.allSatisfy { line in
            let text = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }
            return text.first.map { $0 == UInt8(ascii: "#") } ?? true
        }
        if isBlank { return nil }
        // The snapshot does not list its keys, but it asks of each whether it is a secret.
        let seen = Mutex<[String]>([])
        let options = YAMLSnapshot.ParsingOptions(
            secretsSpecifier: .dynamic { key, _ in
                seen.withLock { $0.append(key) }
                return false
            })
        let values: YAMLSnapshot
        do {
            values = try YAMLSnapshot(
                data: data.bytes, providerName: path, parsingOptions: options)
        } catch {
            throw .malformed(path: path, reason: String(describing: error))
        }
        let unknown = seen.withLock { $0.filter { Setting(rawValue: $0) == nil } }
        guard unknown.isEmpty else { throw .unknownKeys(unknown.sorted(), path: path) }
        return values
    }

    /// All values of a setting, and where they stand; none if it is not given, or empty.
    func texts(of setting: Setting) -> (origin: String, texts: [String]) {
        if let texts = flags[setting], !texts.isEmpty { return (setting.option, texts) }
        let variable = setting.environmentName
        if let text = try? environment.environmentValue(forName: variable), !text.isEmpty {
            return (variable, [text])
        }
        guard let file, let values = file.values else { return (setting.option, []) }
        let key = AbsoluteConfigKey([setting.rawValue])
        let origin = "'\(setting.rawValue)' in \(file.path)"
        for type in [ConfigType.string, .stringArray] {
            switch try? values.value(forKey: key, type: type).value?.content {
            case .string(let text): return (origin, text.isEmpty ? [] : [text])
            case .stringArray(let texts): return (origin, texts)
            default: continue
            }
        }
        return (origin, [])
    }

    /// The value of a setting; nil if it is not given.
    func value<Value: SettingValue>(
        of setting: Setting, as type: Value.Type = Value.self,
        where isValid: (Value) -> Bool = { _ in true }, expectation: String = Value.expectation
    ) throws(SettingsError) -> Value? {
        let (origin, texts) = texts(of: setting)
        guard let text = texts.first else { return nil }
        guard texts.count == 1 else { throw .severalValues(origin: origin) }
        guard let value = Value(settingText: text), isValid(value) else {
            throw .badValue(origin: origin, text: text, expectation: expectation)
        }
        return value
    }

    /// A whole number within limits.
    func number(of setting: Setting, in range: ClosedRange<Int>) throws(SettingsError) -> Int? {
        try value(
            of: setting, where: range.contains,
            expectation: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }

    /// A whole number within limits; nil also where it is left to the program.
    func automaticNumber(
        of setting: Setting, in range: ClosedRange<Int>
    ) throws(SettingsError) -> Int? {
        let number = try value(
            of: setting, as: Automatic<Int>.self,
            where: { if case .fixed(let number) = $0 { range.contains(number) } else { true } },
            expectation: "'auto' or a whole number from \(range.lowerBound) to \(range.upperBound)")
        if case .fixed(let value) = number { return value } else { return nil }
    }

    /// A time; nil also where it is left to the program.
    func automaticTime(of setting: Setting) throws(SettingsError) -> Duration? {
        let time = try value(of: setting, as: Automatic<Duration>.self)
        if case .fixed(let value) = time { return value } else { return nil }
    }

    /// The names in a setting that may be given repeatedly; within a variable, commas part them.
    func names(of setting: Setting) -> [String] {
        texts(of: setting).texts.flatMap { $0.split(separator: ",").map(String.init) }
    }

    /// The values of a setting whose texts are `NAME=VALUE`, several of them parted by `separator`.
    func assignments<Value>(
        of setting: Setting, separator: Character, expectation: String,
        _ read: (Substring) -> Value?
    ) throws(SettingsError) -> [String: Value] {
        let (origin, texts) = texts(of: setting)
        var values: [String: Value] = [:]
        for text in texts.flatMap({ $0.split(separator: separator) }) {
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex,
                let value = read(text[text.index(after: equals)...])
            else {
                throw .badValue(origin: origin, text: String(text), expectation: expectation)
            }
            values[String(text[..<equals])] = value
        }
        return values
    }
}
