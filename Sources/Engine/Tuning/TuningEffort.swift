/// How much time goes into choosing algorithms when a model is compiled.
public enum TuningEffort: String, Hashable, Sendable, CaseIterable {
    /// None: choices follow what was measured when this program was written. The same on every
    /// start, so that processes side by side give a row the same bits.
    case off
    /// The few candidates that usually differ, some runs each: about a second for a large network.
    case quick
    /// Also every implementation that the kernel library offers: some tens of seconds.
    case full
}
