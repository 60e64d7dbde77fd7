/// How many requests a token may make in how long, written `100/s`, `100/m` or `100/h`.
public struct RequestRate: Sendable, Hashable {
    /// The number of requests that may come at once, and that come back within the period.
    public let count: Int
    /// Within how long as many more are allowed.
    public let period: Duration

    /// Makes a rate of at least one request in a period.
    public init?(count: Int, period: Duration) {
        guard count > 0, period > .zero else { return nil }
        self.count = count
        self.period = period
    }

    /// Reads `COUNT/s`, `COUNT/m` or `COUNT/h`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[0]), count <= 1_000_000_000,
            let period = Self.periods[String(parts[1])]
        else { return nil }
        self.init(count: count, period: period)
    }

    private static let periods: [String: Duration] = [
        "s": .seconds(1), "m": .seconds(60), "h": .seconds(3600),
    ]
}

extension RequestRate: CustomStringConvertible {
    /// The rate as it is read.
    public var description: String {
        let unit = Self.periods.first { $0.value == period }?.key
        return "\(count)/\(unit ?? "\(period)")"
    }
}
