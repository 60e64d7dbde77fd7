import Checkpoints
import Mending
import TensorFlowImport
import Tensors
import Testing

@Suite("Calibrated statistics are those that TensorFlow computes")
struct CalibrationTests {
    @Test("over the whole data", arguments: CalibrationFixture.names)
    func population(name: String) throws {
        let fixture = try CalibrationFixture(name)
        let scratch = try ScratchFolder()
        let calibration = try Calibration(
            of: fixture.location, importing: fixture.importing, data: [fixture.rows(in: scratch)],
            options: CalibrationOptions(batchSize: 64))
        #expect(try worstError(calibration, fixture, "population") < 1e-5)
        #expect(calibration.layers.allSatisfy { !$0.wasComplete })
    }

    @Test("after any number of training steps", arguments: CalibrationFixture.names)
    func training(name: String) throws {
        let fixture = try CalibrationFixture(name)
        let scratch = try ScratchFolder()
        let rows = try fixture.rows(in: scratch)
        for result in fixture.manifest.results where result.hasPrefix("ema-") {
            let steps = try #require(Int(result.dropFirst(4)))
            // The digits a hundred and forty times over take a minute without optimization.
            guard steps <= 25 else { continue }
            let calibration = try Calibration(
                of: fixture.location, importing: fixture.importing, data: [rows],
                options: CalibrationOptions(
                    method: .ema, batchSize: fixture.manifest.batchSize, steps: steps))
            #expect(try worstError(calibration, fixture, result) < 1e-6, "\(result)")
        }
    }

    @Test("whatever the size of the batches that the data are read in")
    func batchSizes() throws {
        let fixture = try CalibrationFixture("fused")
        let scratch = try ScratchFolder()
        let rows = try fixture.rows(in: scratch)
        for size in [1, 7, 1000] {
            let calibration = try Calibration(
                of: fixture.location, importing: fixture.importing, data: [rows],
                options: CalibrationOptions(batchSize: size))
            #expect(try worstError(calibration, fixture, "population") < 1e-5, "\(size) rows")
        }
    }

    @Test("with a momentum that is given in place of the graph's")
    func momentum() throws {
        let fixture = try CalibrationFixture("unfused")
        let scratch = try ScratchFolder()
        let rows = try fixture.rows(in: scratch)
        func means(_ momentum: Double?) throws -> [Float] {
            let calibration = try Calibration(
                of: fixture.location, importing: fixture.importing, data: [rows],
                options: CalibrationOptions(
                    method: .ema, batchSize: 16, momentum: momentum, steps: 1))
            return try #require(calibration.layers.first { $0.name == "conv/bn" }).after.means
        }
        let (own, half) = (try means(nil), try means(0.5))
        #expect(zip(own, half).allSatisfy { abs($0 * 5 - $1) < 1e-5 })
    }

    /// The largest difference, relative to the number where that is above one.
    private func worstError(
        _ calibration: Calibration, _ fixture: CalibrationFixture, _ result: String
    ) throws -> Float {
        var worst: Float = 0
        #expect(calibration.layers.count == fixture.manifest.momenta.count)
        for layer in calibration.layers {
            for (variable, values) in [
                (layer.mean, layer.after.means), (layer.variance, layer.after.variances),
            ] {
                let expected = try fixture.expected(variable.checkpointName, in: result)
                #expect(expected.count == values.count)
                for (value, truth) in zip(values, expected) {
                    worst = max(worst, abs(value - truth) / max(1, abs(truth)))
                }
            }
        }
        return worst
    }
}
