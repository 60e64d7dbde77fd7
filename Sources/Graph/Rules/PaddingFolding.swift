/// Lets a convolution pad the image itself instead of reading a padded copy.
public struct PaddingFolding: RewriteRule {
    /// The rule's name in messages.
    public let name = "padding-folding"

    /// Makes the rule.
    public init() {}

    /// The convolution of the image before padding, if that was by zeros and in space only.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard node.inputs.count >= 2 else { return nil }
        let producer = rewriting[node.inputs[0]]
        guard case .padding(let padding) = producer.operation, padding.mode == .constant(0),
            padding.amounts.count == 4, padding.amounts[0] == .none, padding.amounts[3] == .none
        else { return nil }
        let operation: Operation
        switch node.operation {
        case .convolution(var convolution):
            convolution.window = convolution.window.padded(by: padding)
            operation = .convolution(convolution)
        case .depthwiseConvolution(var convolution):
            convolution.window = convolution.window.padded(by: padding)
            operation = .depthwiseConvolution(convolution)
        default: return nil
        }
        return try rewriting.add(
            operation, [producer.inputs[0]] + node.inputs.dropFirst(), name: node.name)
    }
}

extension Window {
    fileprivate func padded(by padding: Padding) -> Window {
        var window = self
        for axis in 0..<2 {
            window.padding[axis].before += padding.amounts[1 + axis].before
            window.padding[axis].after += padding.amounts[1 + axis].after
        }
        return window
    }
}
