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
