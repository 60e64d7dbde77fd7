import Foundation
import Mending

/// What a calibration changed, for people.
struct CalibrationTable {
    let text: String

    init(_ calibration: Calibration) {
        var table = TextTable(heading: [
            "LAYER", "CHANNELS", "MEAN", "BEFORE", "VARIANCE", "BEFORE", "",
        ])
        for layer in calibration.layers {
            table.append([
                layer.name, String(layer.after.means.count),
                Self.text(layer.after.meanRange), Self.text(layer.before.meanRange),
                Self.text(layer.after.varianceRange), Self.text(layer.before.varianceRange),
                layer.wasComplete ? "" : "(was missing)",
            ])
        }
        text = table.lines(indent: "").joined(separator: "\n")
    }

    private static func text(_ range: ClosedRange<Float>?) -> String {
        guard let range else { return "NaN" }
        let ends = [range.lowerBound, range.upperBound].map { String(format: "%.4g", $0) }
        return ends[0] == ends[1] ? ends[0] : ends.joined(separator: " … ")
    }
}
