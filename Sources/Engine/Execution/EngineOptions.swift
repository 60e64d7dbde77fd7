/// Choices in how a model is compiled.
public struct EngineOptions: Hashable, Sendable {
    /// How many plans are kept, one for each batch size and thread count; at least 1.
    ///
    /// The one unused for longest goes first.
    public var planCapacity: Int
    /// The kind of number in which layers compute.
    public var precision: Precision

    /// Makes options; without arguments, those that suit most models.
    public init(planCapacity: Int = 64, precision: Precision = .float32) {
        self.planCapacity = max(1, planCapacity)
        self.precision = precision
    }
}
