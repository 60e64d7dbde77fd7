/// Keeps numbers within two bounds.
enum ClipByValue {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let raised = try node.add(
            .binary(.maximum), [node.value(0), node.value(1)], "/maximum")
        return [.value(try node.add(.binary(.minimum), [raised, node.value(2)]))]
    }
}
