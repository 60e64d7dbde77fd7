import Wire

extension Checkpoint {
    /// Bytes read and checked at a time: few enough to still be in the cache for the check.
    static let chunkByteCount = 256 << 10

    /// Reads and checks a part of `bytes.count` bytes.
    ///
    /// - Throws: `CheckpointError.damagedData`, `.unreadable`.
    func read(
        _ part: CheckpointVariable.Part, of variable: CheckpointVariable,
        into bytes: UnsafeMutableRawBufferPointer
    ) throws(CheckpointError) {
        let file = try shard(of: part, variable)
        var check = CRC32C()
        var done = 0
        while done < bytes.count {
            let count = min(bytes.count - done, Self.chunkByteCount)
            let chunk = UnsafeMutableRawBufferPointer(rebasing: bytes[done..<done + count])
            try file.read(into: chunk, at: part.offset + done)
            check.update(UnsafeRawBufferPointer(chunk))
            done += count
        }
        try confirm(check.value, part, of: variable, in: file)
    }

    /// Checks a part's bytes without keeping them; `scratch` is overwritten.
    ///
    /// - Throws: `CheckpointError.damagedData`, `.unreadable`.
    func verify(
        _ part: CheckpointVariable.Part, of variable: CheckpointVariable,
        scratch: UnsafeMutableRawBufferPointer
    ) throws(CheckpointError) {
        guard let mapping = mappings[part.shard], !variable.hasStoredLengths else {
            return try stream(part, of: variable, scratch: scratch) { _ throws(CheckpointError) in }
        }
        var check = CRC32C()
        check.update(UnsafeRawBufferPointer(rebasing: mapping.bytes[part.offset..<part.end]))
        try confirm(check.value, part, of: variable, in: try shard(of: part, variable))
        try mapping.confirmUnchanged()
    }

    /// Hands a part's bytes as they are stored to `body`, piece by piece, and checks them.
    ///
    /// `scratch` is overwritten. Elements that differ in size come in one piece, checked before.
    /// - Throws: `CheckpointError.damagedData` after the last piece, `.unreadable`, and what `body`
    ///   throws.
    func stream(
        _ part: CheckpointVariable.Part, of variable: CheckpointVariable,
        scratch: UnsafeMutableRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) throws(CheckpointError) -> Void
    ) throws(CheckpointError) {
        let file = try shard(of: part, variable)
        guard !variable.hasStoredLengths else {
            let bytes = try file.bytes(at: part.offset, count: part.byteCount)
            _ = try strings(bytes, part, of: variable, in: file)
            try bytes.span.bytes.withUnsafeBytes(body)
            return
        }
        var check = CRC32C()
        for start in stride(from: part.offset, to: part.end, by: scratch.count) {
            let count = min(scratch.count, part.end - start)
            let chunk = UnsafeMutableRawBufferPointer(rebasing: scratch[..<count])
            try file.read(into: chunk, at: start)
            check.update(UnsafeRawBufferPointer(chunk))
            try body(UnsafeRawBufferPointer(chunk))
        }
        try confirm(check.value, part, of: variable, in: file)
    }

    /// Reads and checks a part whose elements are strings or serialized variants.
    ///
    /// - Throws: `CheckpointError.damagedData`, `.unreadable`.
    func strings(
        _ part: CheckpointVariable.Part, of variable: CheckpointVariable
    ) throws(CheckpointError) -> [ArraySlice<UInt8>] {
        let file = try shard(of: part, variable)
        let bytes = try file.bytes(at: part.offset, count: part.byteCount)
        return try strings(bytes, part, of: variable, in: file)
    }

    private func strings(
        _ bytes: [UInt8], _ part: CheckpointVariable.Part, of variable: CheckpointVariable,
        in file: ReadOnlyFile
    ) throws(CheckpointError) -> [ArraySlice<UInt8>] {
        let count = part.region?.reduce(1) { $0 * $1.count } ?? variable.shape.elementCount
        let tensor: StringTensor
        do throws(WireError) {
            tensor =
                variable.dataType == .dtVariant
                ? try StringTensor(variants: bytes, elementCount: count)
                : try StringTensor(strings: bytes, elementCount: count)
        } catch {
            throw .damagedData(
                variable: variable.name, file: file.path, offset: part.offset, error)
        }
        try confirm(tensor.checksum, part, of: variable, in: file)
        return tensor.elements
    }

    private func shard(
        of part: CheckpointVariable.Part, _ variable: CheckpointVariable
    ) throws(CheckpointError) -> ReadOnlyFile {
        guard let file = shards[part.shard] else {
            throw .missingShard(
                variable: variable.name, file: location.indexURL.path,
                reason: "data file \(part.shard) was not opened")
        }
        return file
    }

    private func confirm(
        _ computed: UInt32, _ part: CheckpointVariable.Part, of variable: CheckpointVariable,
        in file: ReadOnlyFile
    ) throws(CheckpointError) {
        guard computed == part.checksum else {
            throw .damagedData(
                variable: variable.name, file: file.path, offset: part.offset,
                .checksumMismatch(
                    part: "the value", offset: 0, stored: part.checksum, computed: computed))
        }
    }
}
