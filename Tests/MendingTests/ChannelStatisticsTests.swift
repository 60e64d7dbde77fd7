import Tensors
import Testing

@testable import Mending

@Suite("Mean and variance per channel")
struct ChannelStatisticsTests {
    @Test("don't depend on how the values are portioned")
    func portions() {
        let values = (0..<120).map { Float(($0 * 7919) % 31) - 9 }
        for size in [1, 3, 7, 40] {
            var statistics = ChannelStatistics(channelCount: 3)
            for start in stride(from: 0, to: 40, by: size) {
                let rows = values[start * 3..<min(start + size, 40) * 3]
                statistics.add(Tensor(Array(rows), shape: [rows.count / 3, 3]))
            }
            for channel in 0..<3 {
                let own = stride(from: channel, to: 120, by: 3).map { Double(values[$0]) }
                let mean = own.reduce(0, +) / 40
                let variance = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40
                #expect(abs(statistics.means[channel] - mean) < 1e-12)
                #expect(abs(statistics.variances[channel] - variance) < 1e-11)
                #expect(
                    abs(statistics.correctedVariances[channel] - variance * 40 / 39) < 1e-11)
            }
        }
    }

    @Test("keep their precision far from zero")
    func farFromZero() {
        var statistics = ChannelStatistics(channelCount: 1)
        for _ in 0..<1000 {
            statistics.add(Tensor([8_388_607, 8_388_609] as [Float], shape: [2, 1]))
        }
        #expect(statistics.means == [8_388_608])
        #expect(statistics.variances == [1])
    }

    @Test("of a single value are that value and zero")
    func singleValue() {
        var statistics = ChannelStatistics(channelCount: 1)
        statistics.add(Tensor([3] as [Float], shape: [1, 1]))
        #expect(statistics.means == [3])
        #expect(statistics.correctedVariances == [0])
    }
}
