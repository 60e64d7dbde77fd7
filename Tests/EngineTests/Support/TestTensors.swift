import Tensors

/// Numbers that follow from a seed, for shapes too many to write out.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// The next number of the SplitMix64 sequence.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// A tensor of numbers between -scale and scale.
    mutating func tensor(_ shape: Shape, scale: Float = 1) -> Tensor {
        let values = (0..<shape.elementCount).map { _ in
            Float.random(in: -scale...scale, using: &self)
        }
        return Tensor(values, shape: shape)
    }
}

/// The formula behind the inputs of `TensorFlowValues`.
func pattern(_ dimensions: Int..., step: Int = 7) -> Tensor {
    let shape = Shape(dimensions)
    let values = (0..<shape.elementCount).map { Float(($0 * step + 3) % 23 - 11) / 8 }
    return Tensor(values, shape: shape)
}

extension Tensor {
    /// The elements as `float32`.
    var floats: [Float] { elements(as: Float.self) }

    /// The same shape with a function of each `float32` element.
    func mapped(_ function: (Float) -> Float) -> Tensor {
        Tensor(floats.map(function), shape: shape)
    }

    /// The elements as they lie in memory.
    var bytes: [UInt8] { withUnsafeBytes { Array($0) } }
}
