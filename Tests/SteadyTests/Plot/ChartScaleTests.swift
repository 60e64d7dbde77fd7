import Testing

@testable import steady

@Suite("Chart scales")
struct ChartScaleTests {
    @Test("a wide range of variances is logarithmic, a narrow one is not")
    func logarithm() {
        let wide = ChartScale([0, 1e-8, 1, 1e4], allowsLogarithm: true)
        #expect(wide.isLogarithmic)
        #expect(wide.lower == 1e-8 && wide.upper == 1e4)
        #expect(abs(wide.height(of: 1e-2) - 0.5) < 1e-9)
        #expect(wide.height(of: 0) == 0)
        #expect(wide.height(of: -5) == 0)
        #expect(!ChartScale([1, 2, 900], allowsLogarithm: true).isLogarithmic)
        #expect(!ChartScale([1e-8, 1e4], allowsLogarithm: false).isLogarithmic)
    }

    @Test("ends at the least and greatest value, and at zero where that is near")
    func ends() {
        let around = ChartScale([-2, 3], allowsLogarithm: false)
        #expect(around.lower == -2 && around.upper == 3)
        let positive = ChartScale([1, 3], allowsLogarithm: false)
        #expect(positive.lower == 0 && positive.upper == 3)
        let scales = ChartScale([0.97, 1.04], allowsLogarithm: false)
        #expect(scales.lower == 0.97 && scales.upper == 1.04)
        let negative = ChartScale([-3, -1], allowsLogarithm: false)
        #expect(negative.lower == -3 && negative.upper == 0)
    }

    @Test(
        "takes any numbers and gives heights from 0 to 1",
        arguments: [
            [], [0], [5], [-5], [.nan], [.infinity, -.infinity], [1, .nan, -.infinity],
            [.greatestFiniteMagnitude, -.greatestFiniteMagnitude],
            [.leastNonzeroMagnitude, .greatestFiniteMagnitude],
        ] as [[Double]], [true, false])
    func extremes(values: [Double], allowsLogarithm: Bool) {
        let scale = ChartScale(values, allowsLogarithm: allowsLogarithm)
        #expect(scale.lower < scale.upper)
        for value in values + [0, .nan, .infinity, -.infinity] {
            #expect((0...1).contains(scale.height(of: value)), "\(value)")
        }
    }

    @Test(
        "labels have three digits",
        arguments: [
            (0, "0"), (1, "1"), (0.0165432, "0.0165"), (-0.5, "-0.5"), (123.4, "123"),
            (99999, "99999"), (1_234_567, "1.2e+06"), (0.00012, "0.00012"), (1e-12, "1e-12"),
        ])
    func labels(value: Double, text: String) {
        #expect(ChartScale.label(value) == text)
    }
}
