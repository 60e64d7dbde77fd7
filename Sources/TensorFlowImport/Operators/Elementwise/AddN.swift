/// The sum of any number of tensors of one shape.
enum AddN {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        var sum = try node.value(0)
        for index in 1..<max(1, node.inputCount) {
            let isLast = index == node.inputCount - 1
            sum = try node.add(
                .binary(.add), [sum, try node.value(index)], isLast ? "" : "/\(index)")
        }
        return [.value(sum)]
    }
}
