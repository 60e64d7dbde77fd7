/// Numbers that follow from a name, the same as `scripts/seeded_values.py` makes in Python.
///
/// So weights and images need not be stored beside the answers that TensorFlow gives with them.
public enum SeededValues {
    /// Numbers within `spread` of `centre`, evenly distributed.
    public static func values(
        named name: String, count: Int, centre: Double, spread: Double
    ) -> [Float] {
        var units = Units(name: name)
        return (0..<count).map { _ in Float(centre + spread * (2 * units.next() - 1)) }
    }

    /// The length of the sides of squares of one colour.
    private static let cell = 8

    /// Square images with three channels, `[count, size, size, 3]` in row-major order: squares of one
    /// colour, with some noise, and a tint of its own for each image.
    public static func images(
        named name: String, count: Int, size: Int, low: Double, high: Double
    ) -> [Float] {
        func grid(_ part: String, _ side: Int) -> [Double] {
            var units = Units(name: name + part)
            return (0..<count * side * side * 3).map { _ in units.next() }
        }
        let cells = (size + cell - 1) / cell
        let (tints, colours) = (grid("/tint", 1), grid("/colours", cells))
        return grid("/noise", size).enumerated().map { position, noise in
            let (pixel, channel) = position.quotientAndRemainder(dividingBy: 3)
            let (line, column) = pixel.quotientAndRemainder(dividingBy: size)
            let (image, row) = line.quotientAndRemainder(dividingBy: size)
            let square = (image * cells + row / cell) * cells + column / cell
            let value =
                0.5 * tints[image * 3 + channel] + 0.25 * colours[square * 3 + channel]
                + 0.25 * noise
            return Float(low + (high - low) * value)
        }
    }

    /// Numbers from 0 up to 1, in steps of 2⁻²⁴.
    private struct Units {
        private var generator: SeededGenerator

        init(name: String) {
            // FNV-1a, 64 bits.
            let seed = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
                ($0 ^ UInt64($1)) &* 0x100_0000_01B3
            }
            generator = SeededGenerator(seed: seed)
        }

        mutating func next() -> Double { Double(generator.next() >> 40) / Double(1 << 24) }
    }
}
