/// `Range` of integers known at load, as axes are often computed.
enum RangeOperator {
    private static let limit = 4096

    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let start = try node.knownInteger(0, as: "the start")
        let end = try node.knownInteger(1, as: "the end")
        let step = try node.knownInteger(2, as: "the step")
        guard step != 0, let type = try node.integers(0)?.elementType else {
            throw node.unsupported("the step is 0")
        }
        let numbers = Array(stride(from: start, to: end, by: step).prefix(limit + 1))
        guard numbers.count <= limit else { throw node.unsupported("it has over \(limit) numbers") }
        return node.shape(
            SymbolicIntegers(numbers.map(SymbolicInteger.known), elementType: type))
    }
}
