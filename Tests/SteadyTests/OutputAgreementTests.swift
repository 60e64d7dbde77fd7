import Foundation
import Tensors
import Testing

@testable import steady

@Suite("How far answers of one precision are from another's")
struct OutputAgreementTests {
    private let exact = Tensor([1, 4, 2, 8, 1, 0, 5, 5, 0] as [Float], shape: [3, 3])
    private let given = Tensor([1, 4.5, 2, 8, 1, 0, 5, 5.25, 0] as [Float], shape: [3, 3])

    @Test("errors over all numbers, and rows whose largest is at the same place")
    func errors() throws {
        let agreement = try OutputAgreement(name: "y", given: given, exact: exact)
        #expect(agreement.worstError == 0.5)
        #expect(agreement.meanError == 0.75 / 9)
        #expect(agreement.relativeError == 0.5 / 8)
        // Of two equal numbers the first is the largest, so that the last row differs.
        #expect(agreement.topAgreement?.right == 2)
        #expect(agreement.topAgreement?.rows == 3)
    }

    @Test("labels tell how often either is right")
    func labels() throws {
        var agreement = try OutputAgreement(name: "y", given: given, exact: exact)
        try agreement.compare(given: given, exact: exact, withLabels: [1, 1, 1])
        #expect(agreement.topOfExact?.right == 1)
        #expect(agreement.topOfGiven?.right == 2)
    }

    @Test("rows of one number have no largest, whole numbers are equal or not")
    func others() throws {
        let column = Tensor([1, 2] as [Float], shape: [2, 1])
        #expect(try OutputAgreement(name: "y", given: column, exact: column).topAgreement == nil)
        let classes = try OutputAgreement(
            name: "y", given: Tensor([1, 2, 3] as [Int64]), exact: Tensor([1, 2, 4] as [Int64]))
        #expect(classes.topAgreement?.right == 2)
        #expect(classes.topAgreement?.rows == 3)
    }

    @Test("what is no number agrees with itself alone")
    func notANumber() throws {
        let a = Tensor([.nan, .infinity] as [Float])
        #expect(try OutputAgreement(name: "y", given: a, exact: a).worstError == 0)
        let b = Tensor([0, .infinity] as [Float])
        #expect(try OutputAgreement(name: "y", given: a, exact: b).worstError == .infinity)
    }

    @Test("labels that do not fit an output are refused with both shapes")
    func unfitLabels() throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("steady-\(UUID().uuidString).npy").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        try Tensor([0, 1] as [Int64]).writeNpy(to: file)
        let labels = try Labels(["y=" + file], outputs: ["x", "y"])
        #expect(try labels.classes(of: "x", in: exact) == nil)
        let failure = try #require(throws: Labels.Failure.self) {
            try labels.classes(of: "y", in: exact)
        }
        #expect(failure.description.contains("[2]") && failure.description.contains("[3, 3]"))
        try Tensor([0, 1, 2] as [Float]).writeNpy(to: file)
        #expect(throws: Labels.Failure.self) {
            try Labels([file], outputs: ["y"]).classes(of: "y", in: exact)
        }
    }
}
