import Fixtures
import Metrics
import Testing

@Suite("The text for Prometheus")
struct ExpositionTests {
    private func text(
        _ format: Exposition.Format = .prometheus, _ body: (inout Exposition) -> Void
    ) -> String {
        var exposition = Exposition(format: format)
        body(&exposition)
        return String(decoding: exposition.finished(), as: UTF8.self)
    }

    @Test("has help, type and samples of each family")
    func families() {
        let text = text {
            $0.counter("steady_things_total", help: "Things.", 3)
            $0.family("steady_level", .gauge, help: "Level.")
            $0.sample(0.25, ["place": "a"])
            $0.sample(-1, ["place": "b", "floor": "1"])
        }
        #expect(
            text == """
                # HELP steady_things_total Things.
                # TYPE steady_things_total counter
                steady_things_total 3
                # HELP steady_level Level.
                # TYPE steady_level gauge
                steady_level{place="a"} 0.25
                steady_level{place="b",floor="1"} -1

                """)
    }

    @Test("adds up the ranges of a histogram")
    func histogram() {
        let histogram = Histogram(bounds: [.milliseconds(1), .seconds(1)])
        for duration in [
            Duration.microseconds(10), .milliseconds(2), .milliseconds(500), .seconds(4),
        ] {
            histogram.observe(duration)
        }
        let text = text {
            $0.family("steady_time_seconds", .histogram, help: "Time.")
            $0.sample(histogram, ["code": "200"])
        }
        #expect(
            text == """
                # HELP steady_time_seconds Time.
                # TYPE steady_time_seconds histogram
                steady_time_seconds_bucket{code="200",le="0.001"} 1
                steady_time_seconds_bucket{code="200",le="1.0"} 3
                steady_time_seconds_bucket{code="200",le="+Inf"} 4
                steady_time_seconds_sum{code="200"} 4.50201
                steady_time_seconds_count{code="200"} 4

                """)
    }

    @Test(
        "keeps any label value whole",
        arguments: ["", "a\"b", "back\\slash", "line\nfeed", "\\n", "é 日本", "a,b=\"c\"}", "\t\r"])
    func escaping(value: String) throws {
        let text = text {
            $0.family("steady_level", .gauge, help: "One\nline \\ with \"quotes\".")
            $0.sample(1, ["name": value])
        }
        let sample = try #require(try ExpositionText(text).family("steady_level").samples.first)
        #expect(sample.labels == ["name": value])
    }

    @Test("writes numbers that are none")
    func numbers() throws {
        let text = text {
            $0.family("steady_level", .gauge, help: "Level.")
            $0.sample(.infinity, ["n": "1"])
            $0.sample(-.infinity, ["n": "2"])
            $0.sample(.nan, ["n": "3"])
            $0.sample(1e-9, ["n": "4"])
        }
        let values = try ExpositionText(text).family("steady_level").samples.map(\.value)
        #expect(values[0] == .infinity)
        #expect(values[1] == -.infinity)
        #expect(values[2].isNaN)
        #expect(values[3] == 1e-9)
    }

    @Test("names a counter's family without its suffix for OpenMetrics, and says where it ends")
    func openMetrics() {
        let text = text(.openMetrics) { $0.counter("steady_things_total", help: "A \"thing\".", 3) }
        #expect(
            text == """
                # HELP steady_things A \\"thing\\".
                # TYPE steady_things counter
                steady_things_total 3
                # EOF

                """)
    }
}
