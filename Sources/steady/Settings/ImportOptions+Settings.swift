import TensorFlowImport

extension ImportOptions {
    /// Takes what the settings say about the model's graph.
    init(_ settings: Settings) throws(SettingsError) {
        self.init(
            inputNodes: settings.names(of: .inputNode),
            outputNodes: settings.names(of: .outputNode),
            inputShapes: try settings.assignments(
                of: .inputShape, separator: ";", expectation: "NAME=N,EXTENT,…"
            ) { Self.dimensions($0) },
            heldPlaceholders: try settings.assignments(
                of: .hold, separator: ",", expectation: "NAME=NUMBER, or NAME=true or false"
            ) { Self.number($0) },
            signature: try settings.value(of: .signature),
            renames: try Self.renames(settings),
            statistics: settings.names(of: .statistics),
            averages: try settings.value(of: .averages) ?? .raw)
    }

    /// Reads `N,8,8,1`, where `N` or `?` is the batch.
    private static func dimensions(_ text: Substring) -> [Int?]? {
        var dimensions: [Int?] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            if part == "N" || part == "?" {
                dimensions.append(nil)
            } else if let extent = Int(part), extent > 0 {
                dimensions.append(extent)
            } else {
                return nil
            }
        }
        return dimensions
    }

    /// Reads `REGEX=REPLACEMENT`, several of them parted by semicolons; the last equals sign parts the
    /// two, as expressions may have some while names of variables have none.
    private static func renames(_ settings: Settings) throws(SettingsError) -> [Rename] {
        let (origin, texts) = settings.texts(of: .rename)
        var renames: [Rename] = []
        for text in texts.flatMap({ $0.split(separator: ";") }) {
            guard let equals = text.lastIndex(of: "="), equals > text.startIndex else {
                throw .badValue(
                    origin: origin, text: String(text), expectation: "REGEX=REPLACEMENT")
            }
            do throws(ImportError) {
                renames.append(
                    try Rename(
                        pattern: String(text[..<equals]),
                        replacement: String(text[text.index(after: equals)...])))
            } catch {
                throw .badValue(
                    origin: origin, text: String(text),
                    expectation: "a rename that can be applied: \(error)")
            }
        }
        return renames
    }

    private static func number(_ text: Substring) -> Double? {
        switch text {
        case "true", "True": 1
        case "false", "False": 0
        default: Double(text)
        }
    }
}

extension ImportOptions.Averages: SettingValue {
    static var expectation: String { "raw or ema" }

    init?(settingText: String) { self.init(rawValue: settingText) }
}
