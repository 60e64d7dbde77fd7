import Dispatch
import Synchronization
import Wire

extension Checkpoint {
    /// Reads all data files once and checks every byte of them.
    ///
    /// Variables by their checksums; bytes between and after them must be zero, which is all that
    /// TensorFlow pads with. The index was checked when the checkpoint was opened.
    /// - Throws: `CheckpointError.damagedData` with the variable, `.strayData` with the variable before,
    ///   or `.unreadable`.
    public func verify() throws(CheckpointError) { _ = try verified() }

    /// This checkpoint with its data files mapped into memory and every byte checked, as `verify()`
    /// does, on several threads.
    ///
    /// Values read from it lie in the mapped files, which are unmapped with the last of them. A file
    /// that someone writes to meanwhile changes them; `confirmUnchanged()` tells.
    /// - Throws: As `verify()`.
    public func verified() throws(CheckpointError) -> Checkpoint {
        var checkpoint = self
        checkpoint.mappings = shards.compactMapValues { $0.mapped() }
        let stretches = checkpoint.stretches
        let byteCount = stretches.reduce(0) { $0 + $1.byteCount }
        let threads = min(max(1, byteCount / Self.leastByteCountPerThread), Self.mostThreads)
        let next = Atomic<Int>(0)
        let failure = Mutex<(index: Int, error: CheckpointError)?>(nil)
        DispatchQueue.concurrentPerform(iterations: threads) { [checkpoint] _ in
            let scratch = UnsafeMutableRawBufferPointer.allocate(
                byteCount: Self.chunkByteCount, alignment: MemoryLayout<UInt64>.alignment)
            defer { scratch.deallocate() }
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < stretches.count else { return }
                do throws(CheckpointError) {
                    try checkpoint.verify(stretches[index], scratch: scratch)
                } catch {
                    failure.withLock { failure in
                        if index < failure?.index ?? .max { failure = (index, error) }
                    }
                    return
                }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure.error }
        return checkpoint
    }

    /// Throws if a mapped data file has been written to or cut short since it was opened: what was
    /// read from it is then not to be trusted.
    ///
    /// - Throws: `CheckpointError.unreadable`.
    public func confirmUnchanged() throws(CheckpointError) {
        for (_, file) in mappings.sorted(by: { $0.key < $1.key }) { try file.confirmUnchanged() }
    }

    /// With less to check, starting another thread takes longer than it saves.
    private static var leastByteCountPerThread: Int { 4 << 20 }

    /// More threads than these wait for memory, not for each other's checks.
    private static var mostThreads: Int { 8 }

    /// Some of a data file's bytes, checked in one piece.
    private enum Stretch: Sendable {
        /// A part of a variable.
        case value(CheckpointVariable, CheckpointVariable.Part)
        /// What lies between and after variables.
        case padding(in: ReadOnlyFile, Range<Int>, after: String?)

        var byteCount: Int {
            switch self {
            case .value(_, let part): part.byteCount
            case .padding(_, let range, _): range.count
            }
        }
    }

    /// All data files cut into stretches, in the order in which damage is reported.
    private var stretches: [Stretch] {
        var stored: [Int: [(variable: CheckpointVariable, part: CheckpointVariable.Part)]] = [:]
        for variable in variables {
            for part in variable.parts { stored[part.shard, default: []].append((variable, part)) }
        }
        var stretches: [Stretch] = []
        for (shard, file) in shards.sorted(by: { $0.key < $1.key }) {
            var covered = 0
            var previous: String?
            for (variable, part) in (stored[shard] ?? []).sorted(by: { $0.1.offset < $1.1.offset })
            {
                if covered < part.offset {
                    stretches.append(
                        .padding(in: file, covered..<part.offset, after: previous))
                }
                stretches.append(.value(variable, part))
                covered = max(covered, part.end)
                previous = variable.name
            }
            if covered < file.byteCount {
                stretches.append(
                    .padding(in: file, covered..<file.byteCount, after: previous))
            }
        }
        return stretches
    }

    private func verify(
        _ stretch: Stretch, scratch: UnsafeMutableRawBufferPointer
    ) throws(CheckpointError) {
        switch stretch {
        case .value(let variable, let part):
            try verify(part, of: variable, scratch: scratch)
        case .padding(let file, let range, let previous):
            try requireZeros(in: file, range, after: previous, scratch)
        }
    }

    private func requireZeros(
        in file: ReadOnlyFile, _ range: Range<Int>, after variable: String?,
        _ scratch: UnsafeMutableRawBufferPointer
    ) throws(CheckpointError) {
        for start in stride(from: range.lowerBound, to: range.upperBound, by: scratch.count) {
            let chunk = UnsafeMutableRawBufferPointer(
                rebasing: scratch[..<min(scratch.count, range.upperBound - start)])
            try file.read(into: chunk, at: start)
            if let stray = chunk.firstIndex(where: { $0 != 0 }) {
                throw .strayData(variable: variable, file: file.path, offset: start + stray)
            }
        }
    }
}
