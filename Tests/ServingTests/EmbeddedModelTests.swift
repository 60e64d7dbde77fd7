import Foundation
import Serving
import Testing

@Suite("Embedded model")
struct EmbeddedModelTests {
    @Test("lies beside the program, with its checkpoint")
    func folder() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: EmbeddedModel.folder().path)
        #expect(files.contains("checkpoint"))
        #expect(files.contains { $0.hasSuffix(".index") })
        #expect(files.contains { $0.hasSuffix(".meta") })
    }
}
