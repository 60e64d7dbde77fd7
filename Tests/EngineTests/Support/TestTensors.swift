import Fixtures
import Tensors

extension SeededGenerator {
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
