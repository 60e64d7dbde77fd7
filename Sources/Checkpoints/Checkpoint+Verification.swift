import Wire

extension Checkpoint {
    /// Reads all data files once and checks every byte of them.
    ///
    /// Variables by their checksums; bytes between and after them must be zero, which is all that
    /// TensorFlow pads with. The index was checked when the checkpoint was opened.
    /// - Throws: `CheckpointError.damagedData` with the variable, `.strayData` with the variable before,
    ///   or `.unreadable`.
    public func verify() throws(CheckpointError) {
        var stored: [Int: [StoredPart]] = [:]
        for variable in variables {
            for part in variable.parts {
                stored[part.shard, default: []].append(StoredPart(variable: variable, part: part))
            }
        }
        let scratch = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.chunkByteCount, alignment: MemoryLayout<UInt64>.alignment)
        defer { scratch.deallocate() }
        for (shard, file) in shards.sorted(by: { $0.key < $1.key }) {
            let parts = (stored[shard] ?? []).sorted { $0.part.offset < $1.part.offset }
            try verify(parts, in: file, scratch: scratch)
        }
    }

    private struct StoredPart {
        let variable: CheckpointVariable
        let part: CheckpointVariable.Part
    }

    /// Checks one file, given all parts it holds in the order they lie in it.
    private func verify(
        _ parts: [StoredPart], in file: ReadOnlyFile, scratch: UnsafeMutableRawBufferPointer
    ) throws(CheckpointError) {
        var covered = 0
        var previous: String?
        for stored in parts {
            try requireZeros(
                in: file, from: covered, to: stored.part.offset, after: previous, scratch)
            try verify(stored.part, of: stored.variable, scratch: scratch)
            covered = max(covered, stored.part.end)
            previous = stored.variable.name
        }
        try requireZeros(in: file, from: covered, to: file.byteCount, after: previous, scratch)
    }

    private func requireZeros(
        in file: ReadOnlyFile, from start: Int, to end: Int, after variable: String?,
        _ scratch: UnsafeMutableRawBufferPointer
    ) throws(CheckpointError) {
        for offset in stride(from: start, to: end, by: scratch.count) {
            let chunk = UnsafeMutableRawBufferPointer(
                rebasing: scratch[..<min(scratch.count, end - offset)])
            try file.read(into: chunk, at: offset)
            if let stray = chunk.firstIndex(where: { $0 != 0 }) {
                throw .strayData(variable: variable, file: file.path, offset: offset + stray)
            }
        }
    }
}
