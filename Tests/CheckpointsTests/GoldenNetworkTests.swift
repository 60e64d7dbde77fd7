import Checkpoints
import Fixtures
import Foundation
import Testing

@Suite("Checkpoints of trained networks")
struct GoldenNetworkTests {
    @Test("each is found by its folder, is whole, and has its graph and every variable in it")
    func whole() throws {
        let cases = try Fixtures.cases(.batchNorm)
        #expect(!cases.isEmpty)
        for golden in cases {
            let location = try CheckpointLocation.resolve(golden.directory)
            let checkpoint = try Checkpoint(at: location)
            try checkpoint.verify()
            #expect(!(try location.readMetaGraph().graphDef.node.isEmpty), "\(golden.name)")
            for name in checkpoint.variableNames {
                #expect(throws: Never.self) { try checkpoint.tensor(named: name) }
            }
        }
    }
}
