/// A convolution of each channel with its own filters.
///
/// Inputs: images `[N, height, width, in]`, filter `[height, width, in, multiplier]`, then those of
/// the epilogue. Result: `[N, height, width, in · multiplier]`, channel `c · multiplier + m` from
/// input channel `c`. Source: TensorFlow, `core/kernels/depthwise_conv_op.cc`.
public struct DepthwiseConvolution: Hashable, OperationPayload {
    /// How the filter moves.
    public var window: Window
    /// What is done to the result before it is written.
    public var epilogue: Epilogue

    /// Makes a depthwise convolution from its parts.
    public init(window: Window, epilogue: Epilogue = .none) {
        self.window = window
        self.epilogue = epilogue
    }

    var mnemonic: String { "depthwise convolution" }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: 2 + epilogue.inputCount)
        try expectSameElementType(inputs)
        try expectFloatingPoint(inputs[0], as: "the images")
        try expect(inputs[0], rank: 4, as: "the images")
        try expect(inputs[1], rank: 4, as: "the filter")
        guard let filter = inputs[1].fixedShape else {
            throw TypeMismatch("the filter \(inputs[1]) must have a known shape")
        }
        let channels = try fixedExtent(inputs[0], axis: 3, as: "the channels")
        guard channels == filter[2] else {
            throw TypeMismatch("images \(inputs[0]) do not fit a filter of shape \(filter)")
        }
        let extents = try window.resultExtents(inputs[0], size: [filter[0], filter[1]])
        let result = inputs[0].with(
            dimensions: [inputs[0].dimensions[0]] + extents.map(Dimension.fixed)
                + [.fixed(channels * filter[3])])
        try epilogue.check(inputs, result: result)
        return result
    }
}
