import Fixtures
import TensorFlowImport
import Tensors
import Testing

/// Every golden case, imported and made to answer in each way.
@Suite("Imported graphs answer as TensorFlow does")
struct ConformanceTests {
    /// The largest error, as a share of the largest golden number; no case is excepted.
    static let tolerance = 1e-5

    @Test(
        "a training graph with batch normalization", arguments: try Fixtures.cases(.batchNorm))
    func batchNormalization(_ golden: GoldenCase) throws { try check(golden) }

    @Test("a single operator", arguments: try Fixtures.cases(.operators))
    func singleOperator(_ golden: GoldenCase) throws { try check(golden) }

    private func check(_ golden: GoldenCase) throws {
        let comparisons = try golden.comparisons()
        for way in Answering.allCases {
            let found = try #require(comparisons[way])
            #expect(found.count == golden.outputs.count)
            for comparison in found {
                #expect(comparison.shapesAgree, "\(way)")
                #expect(comparison.relativeError <= Self.tolerance, "\(way)")
            }
        }
    }
}
