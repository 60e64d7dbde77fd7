import Fixtures
import Foundation
import Testing

/// Writes the table of errors, and holds the one that is kept to the cases there are.
@Suite("The matrix in the documentation")
struct MatrixTests {
    private static let path = ProcessInfo.processInfo.environment["STEADY_MATRIX"]

    @Test("is written to the file that STEADY_MATRIX names", .enabled(if: path != nil))
    func write() throws {
        let path = try #require(Self.path)
        let cases = try MatrixArticle.cases().map {
            MeasuredCase(golden: $0, comparisons: try $0.comparisons())
        }
        try Data(MatrixArticle.markdown(cases).utf8).write(to: URL(fileURLWithPath: path))
    }

    @Test("counts every case that is tested", .disabled(if: path != nil))
    func complete() throws {
        // Errors differ between processors; what is counted must not.
        let kept = try String(contentsOf: MatrixArticle.url, encoding: .utf8)
        let cases = try MatrixArticle.cases().map { MeasuredCase(golden: $0, comparisons: [:]) }
        let isComplete = Self.counts(kept) == Self.counts(MatrixArticle.markdown(cases))
        #expect(isComplete, "Make the tables anew with the command that the article gives.")
    }

    @Test("has a table for every case")
    func covered() throws {
        for golden in try MatrixArticle.cases() {
            #expect(MatrixSection.all.contains { $0.labels(golden) != nil }, "\(golden)")
        }
    }

    /// The article's lines, of tables only what comes before the errors.
    private static func counts(_ article: String) -> [String] {
        article.split(separator: "\n").map { line in
            guard line.hasPrefix("|") else { return String(line) }
            return line.split(separator: "|").dropLast(2 * Answering.allCases.count)
                .joined(separator: "|")
        }
    }
}
