import Graph

/// `Softmax` and `LogSoftmax`, over the innermost dimension.
enum SoftmaxOperator {
    static func plain(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        [.value(try node.add(.softmax(Softmax()), [node.value(0)]))]
    }

    static func logarithmic(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        [.value(try node.add(.softmax(Softmax(isLogarithmic: true)), [node.value(0)]))]
    }
}
