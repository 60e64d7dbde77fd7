/// Something about a model that a person should know before trusting its answers.
public struct Finding: Hashable, Sendable {
    /// What kind of thing it is.
    public let code: Code
    /// The scope of the layer it is about, such as `conv1/bn`; nil where it is about no one layer.
    public let layer: String?
    /// The names of the variables it is about.
    public let variables: [String]
    /// The channels it is about, in order; empty where it is about all or none.
    public let channels: [Int]
    /// What was found, with its numbers.
    public let explanation: String
    /// What to do about it.
    public let mend: String

    /// Makes a finding from its parts.
    ///
    /// - Parameter mend: What to do about it; nil takes what suits the code.
    public init(
        _ code: Code, layer: String? = nil, variables: [String] = [], channels: [Int] = [],
        explanation: String, mend: String? = nil
    ) {
        self.code = code
        self.layer = layer
        self.variables = variables
        self.channels = channels
        self.explanation = explanation
        self.mend = mend ?? code.mend
    }
    /// Whether it keeps a model from being served where a person accepts these kinds of finding.
    public func isRefusal(allowing allowed: Set<Code>) -> Bool {
        code.severity == .error && !(code.canBeAllowed && allowed.contains(code))
    }

    /// The scope of the layer that a moving statistic belongs to, such as `conv/bn` for
    /// `conv/bn/moving_mean` and for `conv/bn/Squeeze/ExponentialMovingAverage`; nil where it has
    /// none.
    public static func layer(ofStatistic variable: String) -> String? {
        var path = variable.split(separator: "/")
        if path.count > 2, path.last == "ExponentialMovingAverage" { path.removeLast() }
        return path.count > 1 ? path.dropLast().joined(separator: "/") : nil
    }
}
