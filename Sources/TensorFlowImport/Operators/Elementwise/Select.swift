import Graph

/// Elements of one tensor or the other.
///
/// `SelectV2` broadcasts; with `Select`, a vector of conditions chooses whole rows.
enum Select {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        var condition = try node.value(0)
        let (whenTrue, whenFalse) = (try node.value(1), try node.value(2))
        let type = node.type(of: condition)
        let rank = node.type(of: whenTrue).rank
        if node.node.op == "Select", type.rank == 1, rank > 1 {
            condition = try node.reshape(
                condition, to: type.dimensions + [Dimension](repeating: .fixed(1), count: rank - 1),
                "/condition")
        }
        return [.value(try node.add(.selection(Selection()), [condition, whenTrue, whenFalse]))]
    }
}
