/// Choices in how a model is compiled.
public struct EngineOptions: Hashable, Sendable {
    /// How many plans, one for each batch size and thread count, are kept; the one unused for
    /// longest goes first. At least 1.
    public var planCapacity: Int

    /// Makes options; without arguments, those that suit most models.
    public init(planCapacity: Int = 64) { self.planCapacity = max(1, planCapacity) }
}
