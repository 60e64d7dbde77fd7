import Engine
import Foundation
import Serving

extension TuningEffort: SettingValue {
    static var expectation: String { "off, quick or full" }

    init?(settingText: String) { self.init(rawValue: settingText) }
}

extension Tuning {
    /// The effort, with what is measured kept in the user's folder for such things.
    init(_ effort: TuningEffort) {
        self.init(effort, cache: effort == .off ? nil : .standard)
    }
}

extension TuningCache {
    /// In the user's folder; nil if the environment names none.
    static var standard: TuningCache? {
        standardFolder(environment: ProcessInfo.processInfo.environment).map(TuningCache.init)
    }
}
