/// Choices in how a model is compiled.
public struct EngineOptions: Hashable, Sendable {
    /// How many plans are kept, one for each batch size and thread count; at least 1.
    ///
    /// The one unused for longest goes first.
    public var planCapacity: Int
    /// The kind of number in which layers compute.
    public var precision: Precision
    /// Whether every step is computed as its operation is defined, sum by sum.
    ///
    /// Slower; what faster algorithms are compared with.
    public var computesDirectly: Bool
    /// How much time goes into choosing algorithms.
    public var tuning: TuningEffort

    /// By what plans divide work; tests ask for others than the usual.
    var policy = PlanPolicy()

    /// Makes options; without arguments, those that suit most models.
    public init(
        planCapacity: Int = 64, precision: Precision = .float32, computesDirectly: Bool = false,
        tuning: TuningEffort = .off
    ) {
        self.planCapacity = max(1, planCapacity)
        self.precision = precision
        self.computesDirectly = computesDirectly
        self.tuning = tuning
    }
}
