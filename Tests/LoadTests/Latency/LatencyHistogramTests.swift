import Fixtures
import Foundation
import Testing

@testable import Load

@Suite("Latency histogram")
struct LatencyHistogramTests {
    private struct Golden: Decodable {
        struct Case: Decodable {
            let name: String
            let values: [Int64]
            let quantiles: [Int64]
        }

        let shares: [Double]
        let cases: [Case]
    }

    private func golden() throws -> Golden {
        try JSONDecoder().decode(Golden.self, from: Fixtures.data("histograms/quantiles.json"))
    }

    private func histogram(of values: some Sequence<Int64>) -> LatencyHistogram {
        var histogram = LatencyHistogram()
        for value in values { histogram.record(.nanoseconds(value)) }
        return histogram
    }

    @Test("has the quantiles that HdrHistogram has, to the nanosecond")
    func quantiles() throws {
        let golden = try golden()
        for entry in golden.cases {
            let histogram = histogram(of: entry.values)
            for (share, expected) in zip(golden.shares, entry.quantiles) {
                #expect(
                    histogram.quantile(share) == .nanoseconds(expected),
                    "\(entry.name), \(share)")
            }
            #expect(histogram.count == entry.values.count)
            #expect(histogram.maximum == entry.values.max().map { .nanoseconds($0) })
        }
    }

    @Test("two that are added are as one")
    func adding() throws {
        for entry in try golden().cases {
            var first = histogram(of: entry.values.prefix(400))
            first.add(histogram(of: entry.values.dropFirst(400)))
            #expect(first == histogram(of: entry.values))
        }
    }

    @Test("keeps three digits of every value up to the highest")
    func precision() {
        var value: Int64 = 1
        while value < 1 << 42 {
            let found = histogram(of: [value, 1 << 43 - 1]).quantile(0.5)
            let error = (found ?? .zero) / .nanoseconds(value) - 1
            #expect(0 <= error && error < 1e-3, "\(value)")
            value += value / 7 + 1
        }
    }

    @Test("counts what is beyond its ends at its ends")
    func ends() {
        var histogram = histogram(of: [-5, Int64.max])
        histogram.record(.seconds(Int64.max))
        #expect(histogram.minimum == .zero)
        #expect(histogram.maximum == LatencyHistogram.highest)
    }

    @Test("has no quantiles while it is empty")
    func empty() {
        let empty = LatencyHistogram()
        #expect(empty.quantile(0.5) == nil && empty.quantile(0) == nil)
        #expect(empty.minimum == nil && empty.maximum == nil && empty.mean == nil)
    }
}
