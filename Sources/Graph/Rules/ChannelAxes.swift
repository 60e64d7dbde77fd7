import Tensors

/// The axes of a value along which the parameters of a batch normalization differ.
///
/// Usually the innermost alone; the second for channels-first images; several where each place has
/// statistics of its own.
struct ChannelAxes {
    private let type: ValueType
    private let axes: [Int]

    /// The number of channels: the product of the axes' extents.
    let count: Int

    /// Reads the axes off constant float32 parameters that broadcast against `x`; nil if they are no
    /// constants, differ in shape, or do not give each channel a number.
    init?(of parameters: [Value], in graph: Graph, x type: ValueType) {
        let tensors = parameters.compactMap { graph.constant($0) }
        guard let first = tensors.first, tensors.count == parameters.count,
            tensors.allSatisfy({ $0.elementType == .float32 && $0.shape == first.shape }),
            first.shape.rank <= type.rank, type.rank > 0
        else { return nil }
        let leading = type.rank - first.shape.rank
        var axes: [Int] = []
        for (axis, extent) in first.shape.dimensions.enumerated() where extent != 1 {
            guard type.dimensions[leading + axis] == .fixed(extent) else { return nil }
            axes.append(leading + axis)
        }
        if axes.isEmpty {
            // One channel: the axis is the one the shape leaves to it, if that has extent 1.
            guard type.channelCount == 1 else { return nil }
            axes = [type.rank - 1]
        }
        self.type = type
        self.axes = axes
        count = first.elementCount
    }

    private var isInnermost: Bool { axes == [type.rank - 1] }

    private var outer: [Int] { (0..<type.rank).filter { !axes.contains($0) } }

    /// The value with the channels as its innermost dimension.
    func broughtInnermost(
        _ value: Value, in rewriting: inout Rewriting, name: String
    ) throws(GraphError) -> Value {
        guard !isInnermost else { return value }
        let transposed = try rewriting.add(
            .transposition(Transposition(outer + axes)), [value], name: "\(name)/channels_last")
        guard axes.count > 1 else { return transposed }
        let dimensions = outer.map { type.dimensions[$0] } + [.fixed(count)]
        return try rewriting.add(
            .reshape(Reshape(to: dimensions)), [transposed], name: "\(name)/merged")
    }

    /// The value with its dimensions as they were.
    func broughtBack(
        _ value: Value, in rewriting: inout Rewriting, name: String
    ) throws(GraphError) -> Value {
        guard !isInnermost else { return value }
        let order = outer + axes
        var value = value
        if axes.count > 1 {
            value = try rewriting.add(
                .reshape(Reshape(to: order.map { type.dimensions[$0] })), [value],
                name: "\(name)/parted")
        }
        let inverse = order.indices.map { axis in order.firstIndex(of: axis) ?? axis }
        return try rewriting.add(
            .transposition(Transposition(inverse)), [value], name: "\(name)/as_before")
    }
}
