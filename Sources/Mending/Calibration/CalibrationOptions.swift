/// How moving statistics are computed.
public struct CalibrationOptions: Hashable, Sendable {
    /// Which statistics.
    public var method: Method
    /// How many rows run together; with `ema` also how many make a training step.
    public var batchSize: Int
    /// With `ema`: the momentum of every layer, or nil for what the graph says of each.
    public var momentum: Double?
    /// With `ema`: the number of training steps, the data repeating; nil for once over the data.
    public var steps: Int?
    /// How many threads run the network.
    public var threads: Int

    /// Which statistics a calibration computes.
    public enum Method: String, Hashable, Sendable, CaseIterable {
        /// The exact mean and variance over all data, without Bessel's correction, layer by layer:
        /// each layer's input is computed with the statistics of the layers before it.
        ///
        /// Source: Wu and Johnson 2021, "Rethinking Batch in BatchNorm", section 3.
        case population
        /// What training would leave: each batch normalized by its own statistics, which are then
        /// averaged into the moving ones. Dropout and noise are left out.
        case ema
    }

    /// Makes options.
    ///
    /// - Precondition: `batchSize`, `steps` and `threads` are positive.
    public init(
        method: Method = .population, batchSize: Int = 100, momentum: Double? = nil,
        steps: Int? = nil, threads: Int = 1
    ) {
        precondition(batchSize > 0 && threads > 0 && steps.map { $0 > 0 } ?? true)
        self.method = method
        self.batchSize = batchSize
        self.momentum = momentum
        self.steps = steps
        self.threads = threads
    }
}
