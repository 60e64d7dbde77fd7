import Tensors

extension Tensor {
    /// Numbers from 0 to 1, the same ones each time.
    ///
    /// Knuth's linear congruence is random enough for numbers that only take time.
    init(repeatableNumbersOf shape: Shape) {
        var state: UInt64 = 1
        let numbers = (0..<shape.elementCount).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) / Float(1 << 24)
        }
        self.init(numbers, shape: shape)
    }
}
