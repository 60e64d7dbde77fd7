import Tensors
import Testing

@testable import Graph

@Suite("Audit of batch normalization")
struct StatisticsAuditTests {
    private func layer(
        scale: [Float] = [1, 2], mean: [Float] = [0.5, -1], variance: [Float] = [2, 3]
    ) throws -> BatchNormalizationLayer {
        var graph = Graph()
        let x = try graph.image(3, 3, mean.count)
        let parameters = [
            graph.vector(scale, "net/bn/gamma"), graph.vector(mean, "net/bn/moving_mean"),
            graph.vector(variance, "net/bn/moving_variance"),
        ]
        let operation = BatchNormalization(epsilon: 0.001, hasScale: true, hasOffset: false)
        let y = try graph.add(
            .batchNormalization(operation), [x] + parameters, name: "net/bn/FusedBatchNorm")
        graph.addOutput(y, name: "y")
        return try #require(graph.batchNormalizationLayers.first)
    }

    @Test("gives a layer's name and numbers, and finds nothing wrong with good ones")
    func plausible() throws {
        let layer = try layer()
        #expect(layer.findings.isEmpty)
        #expect(layer.name == "net/bn")
        #expect(layer.scale == "net/bn/gamma")
        #expect(layer.offset == nil)
        #expect(layer.values == .init(scale: [1, 2], mean: [0.5, -1], variance: [2, 3]))
    }

    @Test("means of 0 and variances of 1, or of 0, were never updated", arguments: [0, 1])
    func neverUpdated(variance: Float) throws {
        let finding = try #require(
            layer(mean: [0, 0], variance: [variance, variance]).findings.first)
        #expect(finding.code == .statisticsNeverUpdated)
        #expect(finding.layer == "net/bn")
        #expect(finding.variables == ["net/bn/moving_mean", "net/bn/moving_variance"])
        #expect(
            finding.explanation
                == "all 2 moving means are 0 and all moving variances \(Int(variance)), as they were "
                + "before training")
        #expect(finding.mend.contains("UPDATE_OPS") && finding.mend.contains("steady calibrate"))
    }

    @Test("one channel that has moved shows that updates ran")
    func updated() throws {
        #expect(try layer(mean: [0, 1e-20], variance: [1, 1]).findings.isEmpty)
        #expect(try layer(mean: [0, 0], variance: [1, 0.999]).findings.isEmpty)
        #expect(try layer(mean: [0, 0], variance: [2, 2]).findings.isEmpty)
    }

    @Test("negative variances are told by channel")
    func negative() throws {
        let finding = try #require(
            layer(scale: [1, 1, 1], mean: [1, 1, 1], variance: [1, -0.1, -7]).findings.first)
        #expect(finding.code == .varianceNegative)
        #expect(finding.channels == [1, 2])
        #expect(finding.variables == ["net/bn/moving_variance"])
        #expect(
            finding.explanation
                == "the moving variance of channel 1 is -0.1, the first of 2 such channels")
        let zero = try layer(variance: [0, 3])
        #expect(zero.findings.isEmpty)
    }

    @Test(
        "NaN and infinity are told by channel and variable",
        arguments: [Float.nan, .infinity, -.infinity])
    func notFinite(value: Float) throws {
        let variance = try layer(variance: [1, value]).findings
        #expect(variance.map(\.code) == [.statisticsNotFinite])
        #expect(variance[0].channels == [1])
        #expect(variance[0].variables == ["net/bn/moving_variance"])
        #expect(variance[0].explanation == "the moving variance of channel 1 is \(value)")
        let both = try layer(mean: [value, 0], variance: [1, value]).findings
        #expect(both.map(\.code) == [.statisticsNotFinite])
        #expect(both[0].channels == [0, 1])
        #expect(both[0].variables == ["net/bn/moving_mean", "net/bn/moving_variance"])
    }

    @Test("scales that are all 0 are found, a single one is not")
    func scale() throws {
        let finding = try #require(layer(scale: [0, -0.0]).findings.first)
        #expect(finding.code == .scaleAllZero)
        #expect(finding.variables == ["net/bn/gamma"])
        #expect(try layer(scale: [0, 1]).findings.isEmpty)
    }

    @Test("all that is wrong is found, not only the worst")
    func several() throws {
        let layer = try layer(scale: [0, 0], mean: [0, .nan], variance: [-1, 1])
        #expect(
            layer.findings.map(\.code)
                == [.statisticsNotFinite, .varianceNegative, .scaleAllZero])
    }

    @Test("statistics computed from the input are found, those computed from constants are not")
    func fromBatch() throws {
        func codes(fromInput: Bool) throws -> [Finding.Code] {
            var graph = Graph()
            let x = try graph.add(
                .input(Input(ValueType(.float32, [.batch, .fixed(2)]))), name: "x")
            let known = graph.constant([1, 2, 3, 4], [2, 2])
            let mean = try graph.add(
                .reduction(Reduction(.mean, axes: [0])), [fromInput ? x : known], name: "mean")
            let operation = BatchNormalization(epsilon: 0.001, hasScale: false, hasOffset: false)
            let y = try graph.add(
                .batchNormalization(operation), [x, mean, graph.vector([1, 2])], name: "y")
            graph.addOutput(y, name: "y")
            return graph.batchNormalizationLayers.flatMap(\.findings).map(\.code)
        }
        #expect(try codes(fromInput: true) == [.statisticsFromBatch])
        #expect(try codes(fromInput: false) == [])
    }

    @Test("statistics in float64 are read as they are")
    func doubles() throws {
        var graph = Graph()
        let x = try graph.add(
            .input(Input(ValueType(.float64, [.batch, .fixed(2)]))), name: "x")
        let mean = graph.addConstant(Tensor([0.1, 1e300]), name: "m")
        let variance = graph.addConstant(Tensor([0.1, -0.2]), name: "v")
        let operation = BatchNormalization(epsilon: 0.001, hasScale: false, hasOffset: false)
        graph.addOutput(
            try graph.add(.batchNormalization(operation), [x, mean, variance], name: "bn"),
            name: "y")
        let layer = try #require(graph.batchNormalizationLayers.first)
        #expect(layer.name == "bn")
        #expect(layer.values.mean == [0.1, 1e300])
        #expect(layer.findings.map(\.explanation) == ["the moving variance of channel 1 is -0.2"])
    }

    @Test("what lacks a number to compute with can't be allowed")
    func allowing() {
        #expect(
            Finding.Code.allCases.filter { !$0.canBeAllowed }.allSatisfy { $0.severity == .error })
        #expect(!Finding.Code.statisticsMissing.canBeAllowed)
        #expect(Finding.Code.statisticsNeverUpdated.canBeAllowed)
    }

    @Test("a layer's name is its statistics' scope")
    func layerNames() {
        #expect(Finding.layer(ofStatistic: "a/bn/moving_mean") == "a/bn")
        #expect(Finding.layer(ofStatistic: "a/Squeeze_1/ExponentialMovingAverage") == "a")
        #expect(Finding.layer(ofStatistic: "mean/ExponentialMovingAverage") == "mean")
        #expect(Finding.layer(ofStatistic: "moving_mean") == nil)
    }
}
