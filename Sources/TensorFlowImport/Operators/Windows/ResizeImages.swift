import Graph
import Tensors

/// `ResizeBilinear` and `ResizeNearestNeighbor` to a size known at load.
///
/// Both are linear along each axis, and so two products with matrices of weights.
/// Source: tensorflow/core/util/image_resizer_state.h and tensorflow/core/kernels/image.
enum ResizeImages {
    static func bilinear(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        try translate(node, isNearest: false)
    }

    static func nearest(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        try translate(node, isNearest: true)
    }

    private static let limit = 16384

    private static func translate(
        _ node: NodeImport, isNearest: Bool
    ) throws(ImportError) -> [ImportedTensor] {
        let images = try node.value(0)
        let type = node.type(of: images)
        let size = try node.knownIntegers(1, as: "the new size")
        let extents = type.dimensions.dropFirst().compactMap(\.fixedExtent)
        guard size.count == 2, extents.count == 3, type.elementType == .float32,
            (size + extents).allSatisfy({ (1...limit).contains($0) })
        else { throw node.unsupported("\(type) to size \(size)") }
        let (height, width, channels) = (extents[0], extents[1], extents[2])
        let batch = type.dimensions[0]

        var result = images
        if size[0] != height {
            let rows = node.addConstant(
                weights(node, from: height, to: size[0], isNearest), "/rows")
            let flat = try node.reshape(
                result, to: [batch, .fixed(height), .fixed(width * channels)], "/flat")
            let mixed = try node.add(.matrixProduct(MatrixProduct()), [rows, flat], "/vertical")
            result = try node.reshape(
                mixed, to: [batch, .fixed(size[0]), .fixed(width), .fixed(channels)], "/images")
        }
        if size[1] != width {
            let columns = node.addConstant(
                weights(node, from: width, to: size[1], isNearest), "/columns")
            result = try node.add(.matrixProduct(MatrixProduct()), [columns, result])
        }
        return [.value(result)]
    }

    /// How much each old place counts for each new one.
    private static func weights(
        _ node: NodeImport, from old: Int, to new: Int, _ isNearest: Bool
    ) -> Tensor {
        let alignsCorners = node.attributes.bool("align_corners")
        let hasHalfPixels = node.attributes.bool("half_pixel_centers")
        let scale =
            alignsCorners && new > 1 ? Float(old - 1) / Float(new - 1) : Float(old) / Float(new)
        var weights = [Float](repeating: 0, count: new * old)
        for place in 0..<new {
            if isNearest {
                let position = (Float(place) + (hasHalfPixels ? 0.5 : 0)) * scale
                let nearest = Int(
                    alignsCorners
                        ? position.rounded(.toNearestOrAwayFromZero) : position.rounded(.down))
                weights[place * old + min(max(nearest, 0), old - 1)] = 1
            } else {
                let position =
                    hasHalfPixels ? (Float(place) + 0.5) * scale - 0.5 : Float(place) * scale
                let below = position.rounded(.down)
                let share = position - below
                weights[place * old + max(Int(below), 0)] += 1 - share
                weights[place * old + min(Int(position.rounded(.up)), old - 1)] += share
            }
        }
        return Tensor(weights, shape: [new, old])
    }
}
