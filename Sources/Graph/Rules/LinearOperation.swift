import Tensors

/// What convolution, depthwise convolution and matrix product have in common: constant weights,
/// each of which belongs to one output channel, and an epilogue.
struct LinearOperation {
    /// How an index into the weights gives the channels it connects.
    enum Layout {
        /// The output channel is the innermost of `outputs`; the input channel, within its group, the
        /// next of `inputs`.
        case inputThenOutput(inputs: Int, outputs: Int)
        /// The other way round, as in a matrix given transposed.
        case outputThenInput(outputs: Int, inputs: Int)
        /// Each output channel reads one input channel, `output / multiplier`.
        case depthwise(outputs: Int, multiplier: Int)
    }

    let node: Node
    let weights: Tensor
    let layout: Layout
    let epilogue: Epilogue
    /// Whether every place that a window covers lies in the image, so that adding to the input adds
    /// the same to every output.
    let isUnpadded: Bool
    /// Whether an output channel reads only its group of input channels, so that a row of weights
    /// belongs to several.
    private(set) var isGrouped = false

    /// Reads a node; nil if it is another operation or its weights are not float32 constants.
    init?(_ node: Node, in rewriting: Rewriting) {
        guard node.inputs.count >= 2, let weights = rewriting.constant(node.inputs[1]),
            weights.elementType == .float32
        else { return nil }
        let shape = weights.shape
        switch node.operation {
        case .convolution(let convolution):
            layout = .inputThenOutput(inputs: shape[2], outputs: shape[3])
            epilogue = convolution.epilogue
            isUnpadded = convolution.window.isUnpadded
            isGrouped = convolution.groups > 1
        case .depthwiseConvolution(let convolution):
            layout = .depthwise(outputs: shape[2] * shape[3], multiplier: shape[3])
            epilogue = convolution.epilogue
            isUnpadded = convolution.window.isUnpadded
        case .matrixProduct(let product) where shape.rank == 2 && !product.transposesLeft:
            layout =
                product.transposesRight
                ? .outputThenInput(outputs: shape[0], inputs: shape[1])
                : .inputThenOutput(inputs: shape[0], outputs: shape[1])
            epilogue = product.epilogue
            isUnpadded = true
        default: return nil
        }
        self.node = node
        self.weights = weights
    }

    private var outputCount: Int {
        switch layout {
        case .inputThenOutput(_, let outputs), .outputThenInput(let outputs, _),
            .depthwise(let outputs, _):
            outputs
        }
    }

    /// The constant bias, zeros if there is none; nil if it is not a constant.
    private func bias(in rewriting: Rewriting) -> ChannelVector? {
        guard let index = epilogue.biasIndex else {
            return ChannelVector(repeating: 0, count: outputCount)
        }
        return ChannelVector(rewriting.constant(node.inputs[index]), channelCount: outputCount)
    }

    /// How the weights lie in memory: as rows, along which one channel changes.
    private var rows: WeightRows {
        switch layout {
        case .inputThenOutput(let inputs, let outputs):
            WeightRows(length: outputs, period: inputs, rowsAreInputs: true, multiplier: 1)
        case .outputThenInput(let outputs, let inputs):
            WeightRows(length: inputs, period: outputs, rowsAreInputs: false, multiplier: 1)
        case .depthwise(let outputs, let multiplier):
            WeightRows(
                length: outputs, period: 1, rowsAreInputs: true, multiplier: multiplier)
        }
    }

    /// Whether a map of the result can be taken into the weights.
    func canBeFollowed(in rewriting: Rewriting) -> Bool {
        epilogue.activation == nil && !epilogue.hasResidual && bias(in: rewriting) != nil
    }

    /// Whether any map of the input can be taken into the weights.
    func canBePreceded(in rewriting: Rewriting) -> Bool {
        isUnpadded && !isGrouped && bias(in: rewriting) != nil
    }

    /// The same operation followed by `map`, as one node; nil if the bias is not a constant.
    ///
    /// Valid while nothing comes between: no activation, no residual.
    func followed(
        by map: AffineMap, activation: Unary?, name: String, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard canBeFollowed(in: rewriting), let own = bias(in: rewriting) else { return nil }
        let bias = AffineMap(offset: own).followed(by: map).offset ?? own
        let scaled = map.scale.map { rows.scalingOutputs(of: weights, by: $0) } ?? weights
        return try add(
            to: &rewriting, x: node.inputs[0], weights: scaled, bias: bias, residual: nil,
            activation: activation, name: name)
    }

    /// The same operation applied after `map` of `x`, as one node; nil where that is not valid.
    ///
    /// An offset can't pass a padded window: the padding is 0 after the map, not before it.
    func preceded(
        by map: AffineMap, of x: Value, name: String, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard map.offset == nil || isUnpadded, !isGrouped, var bias = bias(in: rewriting) else {
            return nil
        }
        if let offset = map.offset {
            bias = bias + rows.response(of: weights, to: offset, outputs: outputCount)
        }
        let scaled = map.scale.map { rows.scalingInputs(of: weights, by: $0) } ?? weights
        return try add(
            to: &rewriting, x: x, weights: scaled, bias: bias,
            residual: epilogue.residualIndex.map { node.inputs[$0] },
            activation: epilogue.activation, name: name)
    }

    private func add(
        to rewriting: inout Rewriting, x: Value, weights: Tensor, bias: ChannelVector,
        residual: Value?, activation: Unary?, name: String
    ) throws(GraphError) -> Value {
        var inputs = [x, rewriting.addConstant(weights, name: rewriting[node.inputs[1]].name)]
        inputs.append(rewriting.addConstant(bias.tensor, name: "\(name)/bias"))
        if let residual { inputs.append(residual) }
        let epilogue = Epilogue(
            hasBias: true, hasResidual: residual != nil, activation: activation)
        return try rewriting.add(
            node.operation.replacingEpilogue(by: epilogue), inputs, name: name)
    }
}

extension Operation {
    /// The epilogue, if this operation has one.
    var epilogue: Epilogue? {
        switch self {
        case .convolution(let payload): payload.epilogue
        case .depthwiseConvolution(let payload): payload.epilogue
        case .matrixProduct(let payload): payload.epilogue
        default: nil
        }
    }

    /// This operation with another epilogue; itself if it has none.
    func replacingEpilogue(by epilogue: Epilogue) -> Operation {
        switch self {
        case .convolution(var payload):
            payload.epilogue = epilogue
            return .convolution(payload)
        case .depthwiseConvolution(var payload):
            payload.epilogue = epilogue
            return .depthwiseConvolution(payload)
        case .matrixProduct(var payload):
            payload.epilogue = epilogue
            return .matrixProduct(payload)
        default: return self
        }
    }
}
