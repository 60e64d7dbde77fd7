import Foundation

@testable import Checkpoints

/// What a disk may hold after the power is cut while steps are taken.
///
/// As POSIX leaves it open: of the names changed since the folder was synchronized any may have
/// changed and any not, and of a file's bytes those written since it was synchronized may be lost.
struct PowerCut {
    /// The files of the folder before the first step.
    let before: Folder
    let steps: [RecordedOperations.Step]

    /// The files of a folder by their names.
    typealias Folder = [String: [UInt8]]

    /// Every folder that may be found.
    var folders: Set<Folder> {
        (0...steps.count).reduce(into: []) { $0.formUnion(folders(after: $1)) }
    }

    /// Every folder that may be found when the power is cut after the first `count` steps.
    func folders(after count: Int) -> Set<Folder> {
        var written: [ObjectIdentifier: [UInt8]] = [:]
        var lasting: [ObjectIdentifier: [UInt8]] = [:]
        var changes: [Change] = []
        var names: [String: ObjectIdentifier] = [:]
        var settled = before.mapValues(Contents.old)
        for step in steps.prefix(count) {
            switch step {
            case .create(let file, let path):
                let id = ObjectIdentifier(file)
                written[id] = []
                names[path] = id
                changes.append(Change(path: path, contents: .new(id)))
            case .write(let bytes, let file, let offset):
                let id = ObjectIdentifier(file)
                written[id] = (written[id] ?? []).prefix(offset) + bytes
            case .synchronize(let file):
                lasting[ObjectIdentifier(file)] = written[ObjectIdentifier(file)]
            case .rename(let path, let newPath):
                guard let id = names.removeValue(forKey: path) else { continue }
                names[newPath] = id
                changes.append(Change(path: newPath, contents: .new(id), leaving: path))
            case .remove(let path):
                names[path] = nil
                changes.append(Change(path: path, contents: nil))
            case .synchronizeFolder:
                for change in changes { change.apply(to: &settled) }
                changes = []
            }
        }
        return (0..<1 << changes.count).reduce(into: []) { folders, subset in
            var found = settled
            for (number, change) in changes.enumerated() where subset >> number & 1 == 1 {
                change.apply(to: &found)
            }
            for contents in [lasting, written] {
                folders.insert(
                    found.mapValues {
                        switch $0 {
                        case .old(let bytes): bytes
                        case .new(let id): contents[id] ?? []
                        }
                    })
            }
        }
    }

    /// A step that waits for the disk, by its place among those of its kind, from 1 on.
    enum Synchronization: Hashable {
        case file(Int)
        case folder(Int)
    }

    /// The synchronizations without any one of which every folder found would still be sound.
    func needlessSynchronizations(
        _ isSound: (Folder) throws -> Bool
    ) rethrows -> [Synchronization] {
        let careful = folders
        var needless: [Synchronization] = []
        var fileCount = 0
        var folderCount = 0
        for (number, step) in steps.enumerated() {
            let left: Synchronization
            switch step {
            case .synchronize:
                fileCount += 1
                left = .file(fileCount)
            case .synchronizeFolder:
                folderCount += 1
                left = .folder(folderCount)
            default: continue
            }
            let careless = PowerCut(
                before: before, steps: Array(steps[..<number] + steps[(number + 1)...]))
            let more = careless.folders.subtracting(careful)
            if try more.allSatisfy(isSound) { needless.append(left) }
        }
        return needless
    }

    private enum Contents {
        case old([UInt8])
        case new(ObjectIdentifier)
    }

    private struct Change {
        let path: String
        /// What the name means from now on; nil for nothing.
        let contents: Contents?
        /// The name that goes.
        var leaving: String?

        func apply(to names: inout [String: Contents]) {
            names[URL(fileURLWithPath: path).lastPathComponent] = contents
            if let leaving { names[URL(fileURLWithPath: leaving).lastPathComponent] = nil }
        }
    }
}
