/// By what plans choose how to divide work; never what is computed.
struct PlanPolicy: Hashable, Sendable {
    /// The caches that activations should stay in.
    var cache = CacheSize.ofThisMachine
    /// The multiplications and additions below which a run does not take another thread: waking it
    /// would take longer.
    var leastWorkPerThread = 1_000_000
    /// The multiplications and additions below which one thread does a step alone.
    var leastWorkPerStep = 50_000
    /// The fewest lines of an image that a stripe may have.
    var leastLines = 2
    /// The bytes that could come from beyond a core's cache while a kernel is called.
    var callByteCount = 40_000
}
