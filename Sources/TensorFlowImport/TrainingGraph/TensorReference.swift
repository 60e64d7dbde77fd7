/// One output of a node of a training graph.
struct TensorReference: Hashable {
    /// The node's position in `TrainingGraph.nodes`.
    var node: Int
    /// Which of the node's outputs.
    var output: Int

    init(_ node: Int, _ output: Int = 0) {
        self.node = node
        self.output = output
    }
}

/// A tensor's name as TensorFlow writes it: `node`, `node:output`, or `^node` for a dependency that
/// carries no data.
struct TensorName {
    let node: Substring
    let output: Int
    let isControl: Bool

    /// Nil if what follows the colon is not a number.
    init?(_ text: String) {
        // Bytes, since a graph has tens of thousands of names and looking at characters takes long.
        isControl = text.utf8.first == UInt8(ascii: "^")
        let rest = isControl ? text.dropFirst() : Substring(text)
        guard let colon = rest.utf8.lastIndex(of: UInt8(ascii: ":")) else {
            (node, output) = (rest, 0)
            return
        }
        guard let number = Int(rest[rest.utf8.index(after: colon)...]), number >= 0 else {
            return nil
        }
        (node, output) = (rest[..<colon], number)
    }
}
