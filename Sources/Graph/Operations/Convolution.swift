/// A two-dimensional convolution (cross-correlation, as in all frameworks).
///
/// Inputs: images `[N, height, width, in]`, filter `[height, width, in / groups, out]`, then those
/// of the epilogue. Result: `[N, height, width, out]`.
/// Source: TensorFlow, `core/kernels/conv_ops.cc`.
public struct Convolution: Hashable, OperationPayload {
    /// How the filter moves.
    public var window: Window
    /// Into how many groups of equal size the channels fall; each output channel reads one group.
    public var groups: Int
    /// What is done to the result before it is written.
    public var epilogue: Epilogue

    /// Makes a convolution from its parts.
    public init(window: Window, groups: Int = 1, epilogue: Epilogue = .none) {
        self.window = window
        self.groups = groups
        self.epilogue = epilogue
    }

    var mnemonic: String { "convolution" }

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
        guard groups > 0, channels == filter[2] * groups, filter[3] % groups == 0 else {
            throw TypeMismatch(
                "images \(inputs[0]) do not fit a filter of shape \(filter) in \(groups) groups")
        }
        let extents = try window.resultExtents(inputs[0], size: [filter[0], filter[1]])
        let result = inputs[0].with(
            dimensions: [inputs[0].dimensions[0]] + extents.map(Dimension.fixed)
                + [.fixed(filter[3])])
        try epilogue.check(inputs, result: result)
        return result
    }
}
