import Fixtures
import Engine
import Graph
import Tensors
import Testing

@Suite("compiled poolings, softmax, reductions and channel maps against the reference")
struct PoolingKernelTests {
    @Test("random poolings", arguments: 0..<16)
    func random(seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed &+ 2000)
        let size = [numbers.pick(1...3), numbers.pick(1...3)]
        let extents = [numbers.pick(4...9), numbers.pick(4...9)]
        let window = numbers.window(
            size: size, over: extents, dilates: false, paddingBelow: size.map { $0 - 1 })
        let images = numbers.tensor(
            Shape([numbers.pick([1, 3, 8])] + extents + [numbers.pick(1...35)]))
        let pooling = Pooling(numbers.pick([.maximum, .mean]), size: size, window: window)
        try expectCompiledMatchesReference(.pooling(pooling), images, [], "\(pooling)")
    }

    @Test("softmax and its logarithm", arguments: [1, 3, 10, 100], [false, true])
    func softmax(classes: Int, isLogarithmic: Bool) throws {
        var numbers = SeededGenerator(seed: 21)
        try expectCompiledMatchesReference(
            .softmax(Softmax(isLogarithmic: isLogarithmic)),
            numbers.tensor([3, 2, classes], scale: 20))
    }

    static let reductions: [(Reduction.Kind, [Int])] = [
        (.mean, [1, 2]), (.sum, [1, 2]), (.maximum, [1, 2]), (.mean, [3]), (.sum, [1]),
        (.product, [2]), (.minimum, [1, 3]), (.mean, [1, 2, 3]),
    ]

    @Test("reductions over any dimensions", arguments: reductions, [true, false])
    func reduction(kind: (Reduction.Kind, [Int]), keeps: Bool) throws {
        var numbers = SeededGenerator(seed: 22)
        try expectCompiledMatchesReference(
            .reduction(Reduction(kind.0, axes: kind.1, keepsDimensions: keeps)),
            numbers.tensor([3, 7, 9, 33]))
    }

    @Test(
        "channel affine maps with every function",
        arguments: ConvolutionKernelTests.activations, [1, 19, 64])
    func channelAffine(activation: Unary?, channels: Int) throws {
        var numbers = SeededGenerator(seed: 23)
        for (hasScale, hasOffset) in [(true, true), (true, false), (false, true), (false, false)] {
            let affine = ChannelAffine(
                hasScale: hasScale, hasOffset: hasOffset, activation: activation)
            let constants =
                (hasScale ? [numbers.tensor([channels])] : [])
                + (hasOffset ? [numbers.tensor([channels])] : [])
            try expectCompiledMatchesReference(
                .channelAffine(affine), numbers.tensor([2, 3, channels]), constants)
        }
    }

    @Test("batch normalization that was not folded")
    func batchNormalization() throws {
        var numbers = SeededGenerator(seed: 24)
        let statistics = [
            numbers.tensor([17]), numbers.tensor([17]), numbers.tensor([17]),
            numbers.tensor([17]).mapped { abs($0) + 0.1 },
        ]
        try expectCompiledMatchesReference(
            .batchNormalization(BatchNormalization(epsilon: 1e-3)),
            numbers.tensor([3, 2, 2, 17]), statistics)
    }
}
