extension Algorithm: CustomStringConvertible {
    /// Its name in tables and records.
    var description: String {
        switch self {
        case .direct: "direct"
        case .library(let implementation): "library \(implementation)"
        case .panels: "panels"
        case .vector: "vector"
        case .winograd(let tile): "winograd \(tile)"
        }
    }

    /// The algorithm of a name; nil if there is none.
    init?(_ description: String) {
        let words = description.split(separator: " ", maxSplits: 1).map(String.init)
        switch (words.first, words.count) {
        case ("direct", 1): self = .direct
        case ("panels", 1): self = .panels
        case ("vector", 1): self = .vector
        case ("library", 2): self = .library(implementation: words[1])
        case ("winograd", 2):
            guard let tile = Int(words[1]), WinogradLayer.tiles.contains(tile) else { return nil }
            self = .winograd(tile: tile)
        default: return nil
        }
    }
}
