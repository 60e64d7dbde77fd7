import Foundation

/// Figures as people read them.
enum Figures {
    /// Four digits.
    static func number(_ value: Double) -> String {
        guard value.isFinite, value > 0 else { return "\(value)" }
        let decimals = max(0, 3 - Int(log10(value).rounded(.down)))
        return String(format: "%.\(decimals)f", value)
    }

    static func time(_ seconds: Double) -> String {
        switch seconds {
        case 1...: "\(number(seconds)) s"
        case 1e-3...: "\(number(seconds * 1e3)) ms"
        default: "\(number(seconds * 1e6)) µs"
        }
    }

    static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }

    static func bytes(_ count: Int) -> String {
        count < 1 << 20
            ? "\(number(Double(count) / 1024)) KiB" : "\(number(Double(count) / 1_048_576)) MiB"
    }
}
