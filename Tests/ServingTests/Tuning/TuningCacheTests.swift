import Engine
import Foundation
import Testing

@testable import Serving

@Suite("measured algorithms on disk")
struct TuningCacheTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent(UUID().uuidString)
    private let record = TuningRecord(
        environment: "a processor", choices: ["a layer": "winograd 4", "another": "direct"])

    @Test("a record comes back, in another process too, and others do not")
    func kept() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let cache = TuningCache(folder: folder.appendingPathComponent("deeper"))
        #expect(cache.record(named: "0a") == nil)
        cache.keep(record, named: "0a")
        #expect(
            TuningCache(folder: folder.appendingPathComponent("deeper")).record(named: "0a")
                == record)
        #expect(cache.record(named: "0b") == nil)
        #expect(cache.takeNotes() == [])
    }

    @Test(
        "a file that is no record is ignored and mentioned once",
        arguments: ["", "{}", "[1]", "\u{0}"])
    func damaged(text: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let cache = TuningCache(folder: folder)
        cache.keep(record, named: "0a")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let file = folder.appendingPathComponent(try #require(files.first))
        try Data(text.utf8).write(to: file)
        #expect(cache.record(named: "0a") == nil)
        let notes = cache.takeNotes()
        #expect(notes.count == 1 && notes[0].contains(file.path))
        #expect(cache.takeNotes() == [])
        cache.keep(record, named: "0a")
        #expect(cache.record(named: "0a") == record)
    }

    @Test("a folder that can't be written is done without")
    func unwritable() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data().write(to: folder)
        let cache = TuningCache(folder: folder)
        cache.keep(record, named: "0a")
        #expect(cache.takeNotes().count == 1)
        #expect(cache.record(named: "0a") == nil)
    }

    @Test("the folder follows the XDG specification")
    func standardFolder() {
        func path(_ environment: [String: String]) -> String? {
            TuningCache.standardFolder(environment: environment)?.path
        }
        #expect(path(["XDG_CACHE_HOME": "/c", "HOME": "/h"]) == "/c/steady")
        #expect(path(["XDG_CACHE_HOME": "relative", "HOME": "/h"]) == "/h/.cache/steady")
        #expect(path(["HOME": "/h"]) == "/h/.cache/steady")
        #expect(path([:]) == nil)
    }
}
