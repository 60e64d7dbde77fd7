/// The maximum or mean over windows of an image.
///
/// Input: images `[N, height, width, channels]`. Result: the same with other height and width.
/// Places in the padding do not count, neither for the maximum nor in a mean's divisor.
/// Source: TensorFlow, `core/kernels/pooling_ops_common.cc`.
public struct Pooling: Hashable, OperationPayload {
    /// What is computed over each window.
    public enum Kind: String, Sendable { case maximum, mean }

    /// What is computed over each window.
    public var kind: Kind
    /// The height and width of a window.
    public var size: [Int]
    /// How the window moves; its dilations are 1.
    public var window: Window

    /// Makes a pooling from its parts.
    public init(_ kind: Kind, size: [Int], window: Window) {
        self.kind = kind
        self.size = size
        self.window = window
    }

    var mnemonic: String { "\(kind) pooling" }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: 1)
        try expect(inputs[0], rank: 4, as: "the images")
        try expectFloatingPoint(inputs[0], as: "the images")
        guard size.count == 2, window.dilations == [1, 1],
            zip(window.padding, size).allSatisfy({ $0.before < $1 && $0.after < $1 })
        else {
            throw TypeMismatch("every window must cover a place of the image, without dilation")
        }
        let extents = try window.resultExtents(inputs[0], size: size)
        return inputs[0].with(
            dimensions: [inputs[0].dimensions[0]] + extents.map(Dimension.fixed)
                + [inputs[0].dimensions[3]])
    }
}
