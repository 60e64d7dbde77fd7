import Foundation
import Testing

@testable import steady

@Suite("Watching files")
struct FileWatchTests {
    private func look(_ watch: inout FileWatch) -> Bool { watch.look() }

    @Test("a change counts once, when the files have come to rest")
    func change() throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "1")
        try folder.write("b", "1")
        var watch = FileWatch([folder.path("a"), folder.path("b")])
        #expect(look(&watch) == false)
        try folder.write("a", "22")
        #expect(look(&watch) == false)
        try folder.write("b", "22")
        #expect(look(&watch) == false)
        #expect(look(&watch) == true)
        #expect(look(&watch) == false)
    }

    @Test("a file that goes and comes back counts as changed")
    func replacement() throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "1")
        var watch = FileWatch([folder.path("a")])
        try FileManager.default.removeItem(atPath: folder.path("a"))
        #expect(look(&watch) == false)
        #expect(look(&watch) == true)
        try folder.write("a", "333")
        #expect(look(&watch) == false)
        #expect(look(&watch) == true)
    }

    @Test("a link that is pointed elsewhere counts as a change")
    func link() throws {
        let folder = try TemporaryFolder()
        try folder.write("one", "1")
        try folder.write("two", "2")
        try folder.link("current", to: "one")
        var watch = FileWatch([folder.path("current")])
        try FileManager.default.removeItem(atPath: folder.path("current"))
        try folder.link("current", to: "two")
        #expect(look(&watch) == false)
        #expect(look(&watch) == true)
    }

    @Test("what was read meanwhile does not count")
    func reading() throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "1")
        var watch = FileWatch([folder.path("a")])
        try folder.write("a", "22")
        watch.noteReading()
        #expect(look(&watch) == false)
        #expect(look(&watch) == false)
    }
}
