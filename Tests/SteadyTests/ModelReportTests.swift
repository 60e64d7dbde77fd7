import Foundation
import Graph
import Testing

@testable import steady

@Suite("Reports on models")
struct ModelReportTests {
    private let report = ModelReport(
        checkpoint: "/runs/m-7", name: "m", tensorFlowVersion: "2.12.1", globalStep: 7,
        inputs: [.init(name: "images", elementType: "float32", shape: [nil, 8, 8, 1])],
        outputs: [.init(name: "classes", elementType: "int64", shape: [nil])],
        batchNormalization: [
            .init(
                name: "bn", channels: 16, epsilon: 0.001, scale: nil, offset: "bn/beta",
                mean: "bn/moving_mean", variance: "bn/moving_variance",
                statistics: "statistics-never-updated")
        ],
        variables: [
            .init(
                name: "bn/beta", elementType: "float32", shape: [16], byteCount: 64, isUsed: true),
            .init(
                name: "bn/beta/Adam", elementType: "float32", shape: [16], byteCount: 64,
                isUsed: false),
        ],
        findings: [
            ReportedFinding(
                Finding(
                    .statisticsNeverUpdated, layer: "bn", variables: ["bn/moving_mean"],
                    explanation: "every mean is 0", mend: "train it"), allowed: []),
            ReportedFinding(
                Finding(.scaleAllZero, layer: "bn", explanation: "every scale is 0"),
                allowed: [.scaleAllZero]),
        ], notes: ["a note"], isServable: false)

    @Test("for people: sections with aligned columns")
    func text() {
        let expected = """
            model       m
            checkpoint  /runs/m-7
            saved by    TensorFlow 2.12.1
            step        7

            inputs (1)
              images  float32[N, 8, 8, 1]

            outputs (1)
              classes  int64[N]

            batch normalization (1)
              layer  channels  epsilon  statistics                mean            variance
              bn     16        0.001    statistics-never-updated  bn/moving_mean  bn/moving_variance

            findings (1)
              statistics-never-updated: 'bn': every mean is 0
                → train it; or accept it with --allow statistics-never-updated

            findings allowed (1)
              scale-all-zero: 'bn': every scale is 0

            variables (1)
              bn/beta  float32[16]

            variables not used (1)
              bn/beta/Adam  float32[16]

            notes (1)
              a note

            can't be served
            """
        #expect(report.text == expected)
    }

    @Test("for machines: an object with every part")
    func json() throws {
        let value = try JSONSerialization.jsonObject(with: Data(report.json().utf8))
        let object = try #require(value as? [String: Any])
        #expect(object["global_step"] as? Int == 7)
        let input = try #require((object["inputs"] as? [[String: Any]])?.first)
        #expect(input["name"] as? String == "images")
        let shape = try #require(input["shape"] as? [Any])
        #expect(shape.first is NSNull)
        #expect(shape.dropFirst().map { $0 as? Int } == [8, 8, 1])
        let layer = try #require((object["batch_normalization"] as? [[String: Any]])?.first)
        #expect(layer["epsilon"] as? Double == 0.001)
        #expect(layer["statistics"] as? String == "statistics-never-updated")
        let variables = try #require(object["variables"] as? [[String: Any]])
        #expect(variables.map { $0["is_used"] as? Bool } == [true, false])
        let findings = try #require(object["findings"] as? [[String: Any]])
        #expect(
            findings.map { $0["code"] as? String } == [
                "statistics-never-updated", "scale-all-zero",
            ])
        #expect(findings.map { $0["is_allowed"] as? Bool } == [false, true])
        #expect(findings[0]["severity"] as? String == "error")
        #expect(findings[0]["layer"] as? String == "bn")
        #expect(findings[0]["variables"] as? [String] == ["bn/moving_mean"])
        #expect(findings[0]["mend"] as? String == "train it")
        #expect(object["is_servable"] as? Bool == false)
        #expect(object["problem"] == nil)
    }
}
