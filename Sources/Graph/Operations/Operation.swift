import Tensors

/// What a node computes; the payload's documentation says what inputs it takes.
///
/// A new operation is a payload file, a case here, and what the exhaustive switches ask for.
public enum Operation: Sendable {
    case input(Input)
    case constant(Tensor)
    case convolution(Convolution)
    case depthwiseConvolution(DepthwiseConvolution)
    case matrixProduct(MatrixProduct)
    case batchNormalization(BatchNormalization)
    case channelAffine(ChannelAffine)
    case pooling(Pooling)
    case unary(Unary)
    case binary(Binary)
    case softmax(Softmax)
    case reduction(Reduction)
    case reshape(Reshape)
    case transposition(Transposition)
    case concatenation(Concatenation)
    case padding(Padding)
    case slice(Slice)
    case selection(Selection)
    case cast(Cast)
    case argMax(ArgMax)
}

/// What every operation's payload says of itself.
protocol OperationPayload: Sendable {
    /// The operation's name in messages and tables.
    var mnemonic: String { get }

    /// Whether both compute the same from the same inputs.
    func isSame(as other: any OperationPayload) -> Bool

    /// The type of the result for inputs of these types.
    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType
}

extension Operation {
    /// The operation's name in messages and tables.
    public var mnemonic: String { payload.mnemonic }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try payload.resultType(inputs)
    }

    var payload: any OperationPayload {
        switch self {
        case .input(let payload): payload
        case .constant(let payload): payload
        case .convolution(let payload): payload
        case .depthwiseConvolution(let payload): payload
        case .matrixProduct(let payload): payload
        case .batchNormalization(let payload): payload
        case .channelAffine(let payload): payload
        case .pooling(let payload): payload
        case .unary(let payload): payload
        case .binary(let payload): payload
        case .softmax(let payload): payload
        case .reduction(let payload): payload
        case .reshape(let payload): payload
        case .transposition(let payload): payload
        case .concatenation(let payload): payload
        case .padding(let payload): payload
        case .slice(let payload): payload
        case .selection(let payload): payload
        case .cast(let payload): payload
        case .argMax(let payload): payload
        }
    }
}

extension Tensor: OperationPayload {
    var mnemonic: String { "constant" }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: 0)
        return ValueType(of: self)
    }
}
