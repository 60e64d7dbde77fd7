/// What a convolution or matrix product does to each element of its result before writing it:
/// `activation(result + bias + residual)`.
///
/// The bias and the residual, where present, are further inputs of the node, in this order.
public struct Epilogue: Hashable, Sendable {
    /// Whether a bias of shape `[output channels]` is added.
    public var hasBias: Bool
    /// Whether a value of the result's own shape is added.
    public var hasResidual: Bool
    /// The function applied last, if any.
    public var activation: Unary?

    /// Makes an epilogue from its parts.
    public init(hasBias: Bool = false, hasResidual: Bool = false, activation: Unary? = nil) {
        self.hasBias = hasBias
        self.hasResidual = hasResidual
        self.activation = activation
    }

    /// Nothing is done.
    public static let none = Epilogue()

    /// The number of inputs that the bias and the residual take.
    public var inputCount: Int { (hasBias ? 1 : 0) + (hasResidual ? 1 : 0) }

    /// The index among the node's inputs of the bias, if there is one; two inputs come before.
    public var biasIndex: Int? { hasBias ? 2 : nil }

    /// The index among the node's inputs of the residual, if there is one.
    public var residualIndex: Int? { hasResidual ? (hasBias ? 3 : 2) : nil }

    func check(_ inputs: [ValueType], result: ValueType) throws(TypeMismatch) {
        if let index = biasIndex, let channels = result.channelCount {
            try expectVector(inputs[index], count: channels, as: "the bias")
        }
        if let index = residualIndex, inputs[index] != result {
            throw TypeMismatch("the residual must be \(result), given \(inputs[index])")
        }
    }
}
