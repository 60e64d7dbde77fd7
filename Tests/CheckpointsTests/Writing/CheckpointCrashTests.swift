import Foundation
import Testing

@testable import Checkpoints

@Suite("Crashes while a checkpoint is written")
struct CheckpointCrashTests {
    @Test("a power cut after any step leaves the state before or the state after, whole")
    func powerCut() throws {
        let cut = try Self.record()
        var outcomes: Set<[Int?]> = []
        for folder in cut.folders {
            let found = try Self.found(folder)
            #expect(found.latest == found.numbers.last, "\(folder.keys.sorted())")
            outcomes.insert(found.numbers)
        }
        #expect(outcomes == [[1, 2], [2, 3]])
        for folder in cut.folders(after: cut.steps.count) {
            #expect(try Self.found(folder).numbers == [2, 3])
        }
    }

    @Test("a power cut during the first checkpoint leaves none or a whole one")
    func first() throws {
        let cut = try Self.recordFirst()
        for folder in cut.folders {
            #expect(try Self.isNoneOrWhole(folder), "\(folder.keys.sorted())")
        }
    }

    /// Shows that the tests above would notice.
    @Test("without any one of the synchronizations a power cut could leave ruins")
    func unsynchronized() throws {
        let needless = try Self.record().needlessSynchronizations { folder in
            // No state file, or none that can be read, is no sound folder either.
            guard let found = try? Self.found(folder) else { return false }
            return !found.numbers.contains(nil) && found.latest != nil
        }
        // Of the folder's the first serves those who find a checkpoint by its prefix and not by the
        // state file, and the last keeps an index that nobody names from outliving its data.
        #expect(needless == [.folder(1), .folder(4)])
        let byPrefix = try Self.recordFirst().needlessSynchronizations(Self.isNoneOrWhole)
        #expect(!byPrefix.contains(.folder(1)))
    }

    @Test("a disk that refuses any step leaves the state before or the state after, whole")
    func refusal() throws {
        var failures = 0
        while true {
            let saved = try SavedFolder(savedUpTo: 2, maxToKeep: 2)
            let folder = saved.folder(maxToKeep: 2, FailingOperations(after: failures))
            var failure: CheckpointError?
            do throws(CheckpointError) {
                try SavedFolder.save(3, in: folder)
            } catch {
                failure = error
            }
            let numbers = try saved.numbers()
            #expect(try saved.latest() == numbers.last)
            #expect(numbers == [1, 2] || numbers == [2, 3], "after \(failures) steps")
            #expect(try !saved.files().contains { $0.hasSuffix("-partial") })
            guard let failure else { break }
            guard case .unwritable(let file, FailingOperations.reason) = failure else {
                Issue.record("\(failure)")
                return
            }
            #expect(file.hasPrefix(saved.temporary.url.path))

            let name = saved.folder(maxToKeep: 2).unusedName(for: "model-3")
            #expect(name == "model-3" || saved.number(of: "model-3") == 3)
            try SavedFolder.save(4, in: saved.folder(maxToKeep: 2))
            #expect(try saved.numbers().last == 4)
            failures += 1
        }
        #expect(failures > 20)
    }

    /// Adds a third checkpoint to a folder that keeps two.
    private static func record() throws -> PowerCut {
        let saved = try SavedFolder(savedUpTo: 2, maxToKeep: 2)
        #expect(try saved.numbers() == [1, 2])
        let before = try saved.contents()
        let operations = RecordedOperations()
        try SavedFolder.save(3, in: saved.folder(maxToKeep: 2, operations))
        #expect(try saved.numbers() == [2, 3])
        return PowerCut(before: before, steps: operations.steps)
    }

    /// Writes the first checkpoint of a folder.
    private static func recordFirst() throws -> PowerCut {
        let saved = try SavedFolder()
        let operations = RecordedOperations()
        try SavedFolder.save(1, in: saved.folder(maxToKeep: 5, operations))
        return PowerCut(before: [:], steps: operations.steps)
    }

    private static func isNoneOrWhole(_ folder: PowerCut.Folder) throws -> Bool {
        let saved = try SavedFolder()
        for (name, bytes) in folder { try saved.temporary.write(bytes, to: name) }
        let expected = folder["model-1.index"] == nil ? nil : 1
        return saved.number(of: "model-1") == expected && (try? saved.latest()) == expected
    }

    private static func found(_ folder: PowerCut.Folder) throws -> (numbers: [Int?], latest: Int?) {
        let saved = try SavedFolder()
        for (name, bytes) in folder { try saved.temporary.write(bytes, to: name) }
        return (try saved.numbers(), try saved.latest())
    }
}
