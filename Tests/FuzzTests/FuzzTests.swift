import Fixtures
import Foundation
import Fuzzing
import Testing

/// Every reader of bytes from outside withstands what was found before, and some that is new.
///
/// `fuzz.sh` beside this file looks for longer, guided by what the code covers.
@Suite struct FuzzTests {
    @Test("the corpus and inputs like those of it", arguments: FuzzTarget.allCases)
    func corpus(target: FuzzTarget) throws {
        let inputs = try Corpus.inputs(of: target)
        #expect(inputs.count >= 5)
        for input in inputs { target.run(input) }
        var mutation = Mutation(SeededGenerator(seed: 0xF022))
        var order = SeededGenerator(seed: 0x5EED)
        let rounds = target == .graph ? 200 : 2_000
        for _ in 0..<rounds {
            guard let one = inputs.randomElement(using: &order),
                let other = inputs.randomElement(using: &order)
            else { return }
            target.run(mutation(one, and: other))
        }
    }
}

/// The inputs that are kept for each target.
enum Corpus {
    /// Those in the folder of the target, and golden files that it reads.
    static func inputs(of target: FuzzTarget) throws -> [[UInt8]] {
        let folder = Bundle.module.bundleURL.appendingPathComponent("Corpus/\(target.rawValue)")
        let kept = try files(in: folder)
        switch target {
        case .npy: return kept + (try files(in: Fixtures.url("npy")))
        case .graph:
            let cases = try Fixtures.cases(.operators).prefix(20)
            return kept
                + (try cases.map {
                    Array(try Data(contentsOf: $0.directory.appendingPathComponent("graph.meta")))
                })
        default: return kept
        }
    }

    private static func files(in folder: URL) throws -> [[UInt8]] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
            Array(try Data(contentsOf: folder.appendingPathComponent($0)))
        }
    }
}
