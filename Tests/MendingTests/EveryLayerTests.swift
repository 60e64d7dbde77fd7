import Checkpoints
import Fixtures
import Foundation
import Mending
import TensorFlowImport
import Tensors
import Testing

@Suite("Every kind of batch normalization")
struct EveryLayerTests {
    @Test("can be calibrated, whatever its interface, kernel, rank and layout")
    func everyKind() throws {
        var kinds: Set<Substring> = []
        let cases = try Fixtures.cases(.batchNorm).filter { golden in
            let modes = ["-placeholder", "-default", "-true", "-false"]
            let ends = modes.compactMap { golden.name.firstRange(of: $0)?.lowerBound }
            return kinds.insert(golden.name[..<(ends.min() ?? golden.name.endIndex)]).inserted
        }
        #expect(cases.count > 20)
        for golden in cases {
            let calibration = try calibrate(golden, .init(batchSize: 3))
            #expect(!calibration.layers.isEmpty, "\(golden)")
            #expect(calibration.layers.allSatisfy { $0.wasComplete }, "\(golden)")
            #expect(calibration.layers.allSatisfy { $0.before != $0.after }, "\(golden)")
        }
    }

    @Test("that is applied to two branches takes the statistics of both")
    func shared() throws {
        let shared = try Fixtures.cases(.batchNorm).filter { $0.name.contains("shared") }
        #expect(!shared.isEmpty)
        for golden in shared {
            let whole = try calibrate(golden, .init(batchSize: 1000))
            let portions = try calibrate(golden, .init(batchSize: 1))
            for (left, right) in zip(whole.layers, portions.layers) {
                for (one, other) in zip(
                    left.after.means + left.after.variances,
                    right.after.means + right.after.variances)
                {
                    #expect(abs(one - other) <= 1e-5 * max(1, abs(one)), "\(golden)")
                }
            }
        }
    }

    @Test("without updates in its graph needs a momentum for training's statistics")
    func noUpdates() throws {
        let golden = try #require(
            Fixtures.cases(.batchNorm).first {
                $0.name == "layers-fused-false-ref-no-gamma-no-beta"
            })
        #expect(throws: MendingError.noMomentum(layer: "bn")) {
            try calibrate(golden, .init(method: .ema))
        }
        let calibration = try calibrate(golden, .init(method: .ema, momentum: 0.5))
        #expect(calibration.layers.count == 1)
    }

    private func calibrate(
        _ golden: GoldenCase, _ options: CalibrationOptions
    ) throws -> Calibration {
        let location = try CheckpointLocation.resolve(golden.directory)
        let importing = ImportOptions(
            inputNodes: golden.inputs.map(\.node), outputNodes: golden.outputs.map(\.node),
            heldPlaceholders: (golden.manifest.heldAtInference ?? [:]).mapValues(Double.init))
        let files = Dictionary(
            golden.inputs.map { ($0.node, $0.file.path) }, uniquingKeysWith: { $1 })
        let inputs = try Calibration.inputs(of: location, importing: importing)
        let data = try inputs.enumerated().map { index, name in
            try NpyRowReader(path: files[name] ?? golden.inputs[index].file.path)
        }
        return try Calibration(of: location, importing: importing, data: data, options: options)
    }
}
