import Graph
import Tensors

/// Local response normalization: each number by the squares of its neighbours among the channels.
///
/// `x / (bias + alpha · Σ x²)^beta`, the sum as the product with a band of ones.
/// Source: tensorflow/core/kernels/lrn_op.cc.
enum LRN {
    private static let channelLimit = 4096

    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let images = try node.value(0)
        let type = node.type(of: images)
        guard let channels = type.channelCount, channels <= channelLimit,
            type.elementType == .float32
        else { throw node.unsupported("normalization of \(type)") }
        let radius = node.attributes.integer("depth_radius") ?? 5
        let bias = node.attributes.float("bias") ?? 1
        let alpha = node.attributes.float("alpha") ?? 1
        let beta = node.attributes.float("beta") ?? 0.5
        var band: [Float] = []
        for channel in 0..<channels {
            for neighbour in 0..<channels {
                band.append((channel - neighbour).magnitude <= radius.magnitude ? alpha : 0)
            }
        }
        let weights = node.addConstant(Tensor(band, shape: [channels, channels]), "/band")
        let squares = try node.add(.unary(.square), [images], "/squares")
        let sums = try node.add(.matrixProduct(MatrixProduct()), [squares, weights], "/sums")
        let offset = node.addConstant(Tensor(scalar: bias), "/bias")
        let scale = try node.add(.binary(.add), [sums, offset], "/scale")
        let exponent = node.addConstant(Tensor(scalar: -beta), "/exponent")
        let factor = try node.add(.binary(.power), [scale, exponent], "/factor")
        return [.value(try node.add(.binary(.multiply), [images, factor]))]
    }
}
