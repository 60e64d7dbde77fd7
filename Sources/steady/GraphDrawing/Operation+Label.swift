import Graph

extension Graph {
    /// What a node does, in a few words: `convolution 3×3/2`.
    func label(of value: Value) -> String {
        let node = self[value]
        switch node.operation {
        case .convolution(let convolution):
            return "convolution" + filter(of: node, convolution.window)
                + (convolution.groups > 1 ? " in \(convolution.groups) groups" : "")
        case .depthwiseConvolution(let convolution):
            return "depthwise convolution" + filter(of: node, convolution.window)
        case .pooling(let pooling):
            return "\(node.operation.mnemonic) \(pooling.size[0])×\(pooling.size[1])"
                + Self.stride(pooling.window)
        case .transposition(let transposition):
            return "transposition \(transposition.permutation.map(String.init).joined())"
        default: return node.operation.mnemonic
        }
    }

    private func filter(of node: Node, _ window: Window) -> String {
        let extents = type(of: node.inputs[1]).dimensions.prefix(2).map(\.description)
        return " " + extents.joined(separator: "×") + Self.stride(window)
    }

    private static func stride(_ window: Window) -> String {
        switch window.strides {
        case [1, 1]: ""
        case let strides where strides[0] == strides[1]: "/\(strides[0])"
        case let strides: "/\(strides[0])×\(strides[1])"
        }
    }

    /// The dimensions of a value beside the batch: `56×56×64`.
    func extents(of value: Value) -> String {
        let type = type(of: value)
        return type.dimensions.dropFirst(type.isBatched ? 1 : 0).map(\.description)
            .joined(separator: "×")
    }
}

/// The kinds of operation that a drawing gives a color each.
enum OperationFamily: String, CaseIterable {
    case product, window, elementwise, movement, port

    init(_ operation: Operation) {
        self =
            switch operation {
            case .convolution, .depthwiseConvolution, .matrixProduct: .product
            case .pooling, .reduction, .argMax, .softmax: .window
            case .unary, .binary, .channelAffine, .batchNormalization, .selection, .cast:
                .elementwise
            case .reshape, .transposition, .concatenation, .padding, .slice: .movement
            case .input, .constant: .port
            }
    }

    /// What a legend calls it.
    var title: String {
        switch self {
        case .product: "products"
        case .window: "poolings and reductions"
        case .elementwise: "element by element"
        case .movement: "movements"
        case .port: "inputs and outputs"
        }
    }

    var fill: String {
        switch self {
        case .product: "#dbe7fb"
        case .window: "#dcf3e0"
        case .elementwise: "#fdf1cf"
        case .movement: "#ececf0"
        case .port: "#f6dfee"
        }
    }

    var stroke: String {
        switch self {
        case .product: "#5b84c4"
        case .window: "#5fa56c"
        case .elementwise: "#c59b33"
        case .movement: "#9a9aa6"
        case .port: "#b76a9b"
        }
    }
}
