import Checkpoints
import Fixtures
import Foundation
import Testing
import Wire

@Suite("Errors of checkpoints")
struct CheckpointErrorTests {
    private static let wire = WireError.malformed(part: "block", offset: 7, reason: "odd")

    @Test(
        "a message names the file, what is wrong and the variable",
        arguments: [
            (.notFound(path: "/p", lookedFor: ["/p.index", "/q"]), ["/p;", "/p.index, /q"]),
            (.unreadable(file: "/f", reason: "no"), ["/f can't be read: no"]),
            (.versionOne(file: "/f"), ["/f", "first format", "SaverDef.V2"]),
            (.malformedState(file: "/f", reason: "no"), ["/f", "no", "prefix"]),
            (.damagedIndex(file: "/f", wire), ["/f", "block at byte 7", "odd", "copy it again"]),
            (.unsupportedIndex(file: "/f", reason: "no"), ["/f", "no"]),
            (
                .inconsistentEntry(variable: "v", file: "/f", reason: "no"),
                ["/f", "variable 'v'", "no"]
            ),
            (.missingShard(variable: "v", file: "/f", reason: "no"), ["/f", "variable 'v'", "no"]),
            (
                .truncatedData(variable: "v", file: "/f", neededByteCount: 9, byteCount: 8),
                ["/f", "variable 'v' ends at byte 9, the file at 8"]
            ),
            (
                .damagedData(variable: "v", file: "/f", offset: 3, wire),
                ["/f", "variable 'v', stored at byte 3", "odd"]
            ),
            (.strayData(variable: "v", file: "/f", offset: 3), ["/f", "byte 3", "variable 'v'"]),
            (.strayData(variable: nil, file: "/f", offset: 0), ["/f", "byte 0, belongs to no"]),
            (
                .unknownVariable(name: "v", file: "/f", similar: ["a", "b"]),
                ["/f", "'v'", "'a', 'b'"]
            ),
            (.unsupportedType(variable: "v", file: "/f", type: "string"), ["/f", "'v'", "string"]),
            (.malformedTensor(reason: "no"), ["malformed constant: no"]),
            (
                .metaGraphMissing(file: "/f.meta", others: ["g.meta"]),
                ["no /f.meta", "g.meta", "write_meta_graph=True"]
            ),
            (.damagedMetaGraph(file: "/f", reason: "no"), ["/f", "no"]),
            (.unwritable(file: "/f", reason: "no"), ["/f can't be written: no"]),
            (.alreadyExists(file: "/f"), ["/f exists", "another name"]),
            (.folderInUse(folder: "/d"), ["being written to /d"]),
            (
                .invalidVariableName(name: "v", file: "/f", reason: "no"),
                ["/f", "variable 'v'", "no"]
            ),
            (
                .variableOutOfOrder(name: "a", after: "b", file: "/f"),
                ["/f", "'a' must be written before 'b'"]
            ),
            (.variableOutOfOrder(name: "a", after: "a", file: "/f"), ["/f", "'a'", "already"]),
        ] as [(CheckpointError, [String])])
    func description(error: CheckpointError, parts: [String]) {
        for part in parts {
            #expect(error.description.contains(part), "\(part) in: \(error.description)")
        }
    }

    @Test("a folder, a pipe or nothing in place of a file is an error and not a wait")
    func notAFile() throws {
        let folder = try TemporaryFolder()
        let name = folder.path("model.index")
        expectUnreadable(folder, name)
        try FileManager.default.createDirectory(
            atPath: name, withIntermediateDirectories: false)
        expectUnreadable(folder, name)
        try folder.remove("model.index")
        #expect(mkfifo(name, 0o600) == 0)
        expectUnreadable(folder, name)
    }

    private func expectUnreadable(_ folder: TemporaryFolder, _ path: String) {
        let error = #expect(throws: CheckpointError.self) {
            try Checkpoint(
                at: CheckpointLocation(prefix: folder.url.appendingPathComponent("model")))
        }
        guard case .unreadable(let file, _) = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(file == path)
    }
}
