import Foundation
import Testing

@testable import Graph
@testable import steady

@Suite("Plots of statistics")
struct StatisticsPlotTests {
    private func layer(
        _ name: String = "bn", mean: [Double]? = nil, variance: [Double]?, scale: [Double]? = nil,
        findings: [Finding] = []
    ) -> BatchNormalizationLayer {
        let count = variance?.count ?? 1
        return BatchNormalizationLayer(
            name: name, channelCount: count, epsilon: 0.001, scale: scale.map { _ in "γ" },
            offset: nil, mean: "\(name)/m", variance: "\(name)/v",
            values: .init(
                scale: scale, mean: mean ?? [Double](repeating: 0.1, count: count),
                variance: variance),
            findings: findings)
    }

    private func plot(_ layers: [BatchNormalizationLayer]) -> String {
        StatisticsPlot(title: "model", subtitle: "/runs/model-1", layers: layers).svg
    }

    @Test("a layer has its name, channels, findings and the range of each parameter")
    func labels() throws {
        let finding = Finding(.scaleAllZero, explanation: "")
        let texts = try texts(
            of: plot([
                layer(
                    "conv/bn", mean: [-2, 3], variance: [0.25, 8], scale: [0, 0],
                    findings: [finding])
            ]))
        for text in [
            "conv/bn", "2 channels", "⚠ scale-all-zero", "-2", "3", "8", "moving mean",
            "moving variance", "scale γ", "offset β: none",
        ] {
            #expect(texts.contains(text), "\(text)")
        }
    }

    @Test("hostile names leave the file well-formed")
    func hostileNames() throws {
        let name = "</text><script>&\"'\u{1}"
        let svg = plot([layer(name, variance: [1, 2])])
        #expect(!svg.contains("<script>"))
        #expect(try texts(of: svg).joined().contains("<script>"))
    }

    @Test("dead, exploding and impossible channels are told apart")
    func states() {
        #expect(
            ChannelState.states(of: layer(variance: [1, 2, 0, 1e-7, 1e4, -1, .nan, .infinity]))
                == [
                    .ordinary, .ordinary, .dead, .dead, .exploding, .impossible, .impossible,
                    .impossible,
                ])
        #expect(
            ChannelState.states(of: layer(mean: [.nan, 0], variance: [1, 1]))
                == [.impossible, .ordinary])
        #expect(ChannelState.states(of: layer(variance: [0, 0, 0])) == [.dead, .dead, .dead])
        #expect(ChannelState.states(of: layer(variance: [1e10])) == [.exploding])
        #expect(ChannelState.states(of: layer(variance: nil)) == [])
    }

    @Test("one live channel among dead ones does not explode")
    func aliveAmongDead() {
        #expect(
            ChannelState.states(of: layer(variance: [1e-9, 1e-9, 1e-9, 1e-3]))
                == [.dead, .dead, .dead, .ordinary])
    }

    @Test(
        "any numbers can be drawn", arguments: [[], [0], [.nan, .infinity], [-1, 1e300, 1e-300]])
    func extremes(variance: [Double]) throws {
        let svg = plot([layer(mean: variance, variance: variance, scale: variance)])
        #expect(try !texts(of: svg).isEmpty)
        #expect(!svg.contains("\"nan") && !svg.contains("inf\""))
    }

    @Test("a layer shared by branches is drawn once, and others of its name are not lost")
    func shared() throws {
        let layers = [layer(variance: [1]), layer(variance: [1]), layer("other", variance: [1])]
        let texts = try texts(of: plot(layers))
        #expect(texts.count { $0 == "1 channel" } == 2)
    }

    @Test("a thousand channels stay a small file")
    func size() throws {
        let values = (0..<1000).map { 1 + Double($0 % 7) }
        let svg = plot([layer(mean: values, variance: values, scale: values)])
        #expect(svg.utf8.count < 60_000)
        #expect(try texts(of: svg).contains("999"))
    }
}
