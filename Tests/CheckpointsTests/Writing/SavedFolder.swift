import Foundation
import Tensors

@testable import Checkpoints

/// A folder with checkpoints in which every variable and the graph tell which one they are of.
struct SavedFolder {
    let temporary: TemporaryFolder

    init() throws { temporary = try TemporaryFolder() }

    /// Writes checkpoints `model-1` and so on.
    init(savedUpTo count: Int, maxToKeep: Int) throws {
        try self.init()
        for number in 0..<count {
            try Self.save(number + 1, in: folder(maxToKeep: maxToKeep))
        }
    }

    func folder(
        maxToKeep: Int, _ operations: any FileOperations = LinuxFileOperations()
    ) -> CheckpointFolder {
        CheckpointFolder(at: temporary.url, maxToKeep: maxToKeep, operations: operations)
    }

    @discardableResult
    static func save(
        _ number: Int, in folder: CheckpointFolder
    ) throws(CheckpointError) -> CheckpointFolder.Change {
        var writer = try folder.writer(named: "model-\(number)")
        for name in variables {
            try writer.add(Tensor([Float](repeating: Float(number), count: 3)), named: name)
        }
        return try folder.add(writer, graph: .bytes(graph(number)))
    }

    /// The names of the files there are.
    func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: temporary.url.path).sorted()
    }

    func contents() throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for name in try files() { contents[name] = try temporary.bytes(of: name) }
        return contents
    }

    /// The numbers of the checkpoints that the state file names, oldest first, and nil for each that is
    /// not whole or not all of one number.
    func numbers() throws -> [Int?] {
        guard try files().contains(CheckpointStateFile.name) else { return [] }
        let state = try CheckpointStateFile(path: temporary.path(CheckpointStateFile.name))
        return state.all.map { number(of: $0) }
    }

    /// The number of the checkpoint that the folder stands for.
    func latest() throws -> Int? {
        let location = try CheckpointLocation.resolve(temporary.url)
        return number(of: location.prefix.lastPathComponent)
    }

    func number(of name: String) -> Int? {
        let location = CheckpointLocation(prefix: temporary.url.appendingPathComponent(name))
        guard let number = name.split(separator: "-").last.flatMap({ Int($0) }),
            let checkpoint = try? Checkpoint(at: location),
            (try? checkpoint.verify()) != nil,
            checkpoint.variableNames == Self.variables,
            (try? temporary.bytes(of: name + ".meta")) == Self.graph(number)
        else { return nil }
        let isWhole = Self.variables.allSatisfy { variable in
            let value = try? checkpoint.tensor(named: variable).elements(as: Float.self)
            return value == [Float](repeating: Float(number), count: 3)
        }
        return isWhole ? number : nil
    }

    private static let variables = ["bias", "kernel"]

    private static func graph(_ number: Int) -> [UInt8] { Array("graph \(number)".utf8) }
}
