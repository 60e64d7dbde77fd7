/// The kind of number in which a model's layers compute.
public enum Precision: String, CaseIterable, Hashable, Sendable {
    /// `float32` everywhere.
    case float32 = "f32"
    /// `bfloat16` weights and values between layers; sums, biases, inputs and outputs stay
    /// `float32`.
    ///
    /// Takes less memory and, on processors that multiply `bfloat16`, about 0.6 of the time. A number
    /// keeps 8 significant bits, so that answers differ by some percent of the largest number.
    case bfloat16 = "bf16"

    /// Makes sure that the kernel library has fast kernels for it on this machine.
    ///
    /// - Throws: `EngineError.unsupportedPrecision` with what is missing.
    public func checkSupport() throws(EngineError) {
        guard self == .bfloat16 else { return }
        #if OneDNN
            guard OneDNN.InstructionSet.effective.multipliesBFloat16 else {
                throw .unsupportedPrecision(
                    self, missing: "AVX512_BF16", found: OneDNN.InstructionSet.effective.name)
            }
        #else
            throw .unsupportedPrecision(self, missing: "oneDNN", found: "plain Swift kernels")
        #endif
    }
}
