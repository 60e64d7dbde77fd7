import Graph
import Tensors

/// The transposed convolution: what a convolution's gradient does to images.
///
/// Zeros are put between the places of the images, `stride − 1` of them, and the result is convolved
/// with the filter turned around. Inputs: the result's shape, the filter `[height, width, out, in]`,
/// the images. Source: Dumoulin and Visin 2016, "A guide to convolution arithmetic", section 4.
enum Conv2DBackpropInput {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let layout = try node.layout()
        guard let sizes = try node.integers(0)?.elements, sizes.count == 4 else {
            throw node.unsupported("the shape of its result must be known but for the batch")
        }
        let extents = layout.spatial(sizes).compactMap(\.knownValue)
        let filter = try node.value(1)
        guard let shape = node.type(of: filter).fixedShape, shape.rank == 4, extents.count == 2,
            extents.allSatisfy({ (1...1 << 24).contains($0) })
        else { throw node.unsupported("filter and extents must be known") }
        let images = try node.images(2, layout)
        let result = ValueType(
            .float32, [.batch] + extents.map(Dimension.fixed) + [.fixed(shape[2])])
        let forward = try node.window(size: [shape[0], shape[1]], over: result, layout)
        let spread = try spread(node, images, strides: forward.strides)

        var padding: [EdgePadding] = []
        var spans: [Slice.Span?] = [nil, nil, nil, nil]
        for axis in 0..<2 {
            let reach = (shape[axis] - 1) * forward.dilations[axis]
            guard let extent = node.type(of: spread).dimensions[1 + axis].fixedExtent else {
                throw node.unsupported("height and width must be known")
            }
            let before = reach - forward.padding[axis].before
            let after = extents[axis] + forward.padding[axis].before - extent
            guard before >= 0, after > -extent else {
                throw node.unsupported("its padding is wider than the filter")
            }
            if after < 0 { spans[1 + axis] = Slice.Span(begin: 0, count: extent + after) }
            padding.append(EdgePadding(before: before, after: max(0, after)))
        }
        let isCut = spans.contains { $0 != nil }
        let places = isCut ? try node.add(.slice(Slice(spans)), [spread], "/cut") : spread
        let window = Window(dilations: forward.dilations, padding: padding)
        let convolved = try node.add(
            .convolution(Convolution(window: window)), [places, turned(node, filter, shape)])
        return [.value(try layout.fromLast(convolved, node))]
    }

    /// The images with zeros after each place, so that places are `strides` apart.
    private static func spread(
        _ node: NodeImport, _ images: Value, strides: [Int]
    ) throws(ImportError) -> Value {
        guard strides != [1, 1] else { return images }
        let type = node.type(of: images)
        let extents = type.dimensions.dropFirst().compactMap(\.fixedExtent)
        guard extents.count == 3 else { throw node.unsupported("the shape of \(type)") }
        let (height, width, channels) = (extents[0], extents[1], extents[2])
        let apart = try node.reshape(
            images,
            to: [
                type.dimensions[0], .fixed(height), .fixed(1), .fixed(width), .fixed(1),
                .fixed(channels),
            ], "/places")
        let zeros = [
            EdgePadding.none, .none, EdgePadding(before: 0, after: strides[0] - 1), .none,
            EdgePadding(before: 0, after: strides[1] - 1), .none,
        ]
        let padded = try node.add(.padding(Padding(zeros)), [apart], "/zeros")
        return try node.reshape(
            padded,
            to: [
                type.dimensions[0], .fixed(height * strides[0]), .fixed(width * strides[1]),
                .fixed(channels),
            ], "/spread")
    }

    /// The filter turned by half a turn, with its channels exchanged.
    private static func turned(
        _ node: NodeImport, _ filter: Value, _ shape: Shape
    ) throws(ImportError) -> Value {
        let spans = (0..<2).map { Slice.Span(begin: shape[$0] - 1, count: shape[$0], step: -1) }
        let reversed = try node.add(
            .slice(Slice([spans[0], spans[1], nil, nil])), [filter], "/reversed")
        return try node.add(.transposition(Transposition([0, 1, 3, 2])), [reversed], "/filter")
    }
}
