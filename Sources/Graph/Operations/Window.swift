/// The zeros or ignored places around one spatial dimension.
public struct EdgePadding: Hashable, Sendable {
    /// Places before the first element.
    public var before: Int
    /// Places after the last element.
    public var after: Int

    /// Makes a padding from its parts.
    public init(before: Int, after: Int) {
        self.before = before
        self.after = after
    }

    /// No places.
    public static let none = EdgePadding(before: 0, after: 0)
}

/// How a window moves over height and width.
///
/// Two-element arrays are `[height, width]`.
public struct Window: Hashable, Sendable {
    /// The step between windows.
    public var strides: [Int]
    /// The step between the elements within a window.
    public var dilations: [Int]
    /// The places around the image.
    public var padding: [EdgePadding]

    /// Makes a window movement from its parts.
    public init(
        strides: [Int] = [1, 1], dilations: [Int] = [1, 1], padding: [EdgePadding] = [.none, .none]
    ) {
        self.strides = strides
        self.dilations = dilations
        self.padding = padding
    }

    /// The padding of TensorFlow's `SAME`: the output has ⌈extent / stride⌉ places, and an odd
    /// remainder goes after.
    ///
    /// Source: TensorFlow, `core/framework/kernel_shape_util.cc`.
    public static func samePadding(
        extent: Int, size: Int, stride: Int, dilation: Int = 1
    ) -> EdgePadding {
        let reach = (size - 1) * dilation + 1
        let outputs = (extent + stride - 1) / stride
        let total = max(0, (outputs - 1) * stride + reach - extent)
        return EdgePadding(before: total / 2, after: total - total / 2)
    }

    /// Whether nothing lies around the image.
    public var isUnpadded: Bool { padding.allSatisfy { $0 == .none } }

    /// The spatial extents of the result for windows of `size` over NHWC `images`.
    func resultExtents(_ images: ValueType, size: [Int]) throws(TypeMismatch) -> [Int] {
        guard strides.count == 2, dilations.count == 2, padding.count == 2,
            strides.allSatisfy({ $0 > 0 }), dilations.allSatisfy({ $0 > 0 }),
            padding.allSatisfy({ $0.before >= 0 && $0.after >= 0 }), size.allSatisfy({ $0 > 0 })
        else {
            throw TypeMismatch(
                "strides, dilations and window sizes must be positive and padding not negative")
        }
        var extents: [Int] = []
        for axis in 0..<2 {
            let extent = try fixedExtent(
                images, axis: 1 + axis, as: axis == 0 ? "the height" : "the width")
            let padded = extent + padding[axis].before + padding[axis].after
            let reach = (size[axis] - 1) * dilations[axis] + 1
            guard padded >= reach else {
                throw TypeMismatch(
                    "a window that reaches over \(reach) does not fit the padded extent \(padded) "
                        + "of \(images)")
            }
            extents.append((padded - reach) / strides[axis] + 1)
        }
        return extents
    }
}
