import Tensors

extension Operation {
    /// The floating-point operations of one run: what is divided by time to tell how fast it was.
    ///
    /// A multiplication and the addition after it are two. Products with the zeros of a padding count,
    /// as is the custom, so that ResNet-50 has 7.7 · 10⁹ for an image whoever counts. A function of an
    /// element is one, however many instructions it takes; moving and comparing for selection is none.
    ///
    /// - Parameters:
    ///   - inputs: The shapes of what it reads, in the payload's order.
    ///   - result: The shape of its result.
    public func arithmetic(inputs: [Shape], result: Shape) -> Int {
        let elements = result.elementCount
        switch self {
        case .convolution(let payload):
            // The filter is [height, width, inputs of a group, outputs].
            return 2 * elements * inputs[1].dimensions[..<3].reduce(1, *)
                + payload.epilogue.arithmetic * elements
        case .depthwiseConvolution(let payload):
            return 2 * elements * inputs[1].dimensions[..<2].reduce(1, *)
                + payload.epilogue.arithmetic * elements
        case .matrixProduct(let payload):
            let inner = inputs[0].dimensions.suffix(2)
            return 2 * elements * ((payload.transposesLeft ? inner.first : inner.last) ?? 1)
                + payload.epilogue.arithmetic * elements
        case .batchNormalization: return 2 * elements
        case .channelAffine(let payload):
            return elements
                * ((payload.hasScale ? 1 : 0) + (payload.hasOffset ? 1 : 0)
                    + (payload.activation == nil ? 0 : 1))
        case .pooling(let payload): return elements * payload.size.reduce(1, *)
        // The maximum, the difference, the exponential, the sum and the quotient.
        case .softmax: return 5 * elements
        case .unary, .binary: return elements
        case .reduction, .argMax: return inputs[0].elementCount
        case .input, .constant, .reshape, .transposition, .concatenation, .padding, .slice,
            .selection, .cast:
            return 0
        }
    }
}

extension Epilogue {
    /// The floating-point operations for each element.
    fileprivate var arithmetic: Int {
        (hasBias ? 1 : 0) + (hasResidual ? 1 : 0) + (activation == nil ? 0 : 1)
    }
}
