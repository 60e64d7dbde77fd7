import Checkpoints
import Fixtures
import Foundation
import Mending
import TensorFlowImport
import Tensors

/// A checkpoint without its statistics, and what TensorFlow makes of them; see
/// `make_calibration_cases.py`.
struct CalibrationFixture {
    /// The names of all cases.
    static let names = ["averaged", "contrib", "digits", "fused", "fused-true", "unfused"]

    let folder: URL
    let location: CheckpointLocation
    let manifest: Manifest

    struct Manifest: Decodable {
        let batchSize: Int
        let divisor: Float
        let results: [String]
        let momenta: [String: Double]
        let input: String
        let output: String
    }

    init(_ name: String) throws {
        folder = Fixtures.url("calibration/\(name)")
        location = try CheckpointLocation.resolve(folder)
        manifest = try JSONDecoder().decode(
            Manifest.self, from: Data(contentsOf: folder.appendingPathComponent("case.json")))
    }

    /// What has to be said of the graph: without a loss it leaves open what its outputs are.
    var importing: ImportOptions { ImportOptions(outputNodes: [manifest.output]) }

    /// The rows to calibrate on, written to a file as the network takes them.
    func rows(in scratch: ScratchFolder) throws -> NpyRowReader {
        let stored = try Tensor(npyContentsOf: folder.appendingPathComponent("data.npy").path)
        let numbers = try stored.converted(to: .float32).elements(as: Float.self)
        let path = scratch.path("data.npy")
        try Tensor(numbers.map { $0 / manifest.divisor }, shape: stored.shape).writeNpy(to: path)
        return try NpyRowReader(path: path)
    }

    /// The rows to ask about once calibrated.
    func input() throws -> Tensor {
        try Tensor(npyContentsOf: folder.appendingPathComponent("input.npy").path)
    }

    /// What TensorFlow answers with the statistics of a result.
    func answer(_ result: String) throws -> Tensor {
        try Tensor(npyContentsOf: folder.appendingPathComponent("\(result)/expected.npy").path)
    }

    /// The statistic that TensorFlow computed.
    func expected(_ variable: String, in result: String) throws -> [Float] {
        let file = variable.replacing("/", with: ".") + ".npy"
        return try Tensor(
            npyContentsOf: folder.appendingPathComponent("\(result)/\(file)").path
        ).elements(as: Float.self)
    }
}

/// A folder for one test, deleted with it.
final class ScratchFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "steady-mending-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func folder(_ name: String) -> URL { url.appendingPathComponent(name, isDirectory: true) }
}
