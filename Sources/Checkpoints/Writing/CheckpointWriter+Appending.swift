import Wire

extension CheckpointWriter {
    mutating func begin(_ name: String) throws(CheckpointError) {
        let file = location.indexURL.path
        // The empty key is the header's; keys of parts start with a zero byte.
        guard let first = name.utf8.first, first != 0 else {
            throw .invalidVariableName(
                name: name, file: file,
                reason: name.isEmpty ? "it is empty" : "it starts with a zero byte")
        }
        if let lastName, !lastName.utf8.lexicographicallyPrecedes(name.utf8) {
            throw .variableOutOfOrder(name: name, after: lastName, file: file)
        }
        lastName = name
    }

    mutating func append(
        _ bytes: UnsafeRawBufferPointer
    ) throws(CheckpointError) -> BundleIndexBuilder.Run {
        let start = dataByteCount
        var check = CRC32C()
        for chunkStart in stride(from: 0, to: bytes.count, by: Checkpoint.chunkByteCount) {
            let chunkEnd = min(chunkStart + Checkpoint.chunkByteCount, bytes.count)
            let chunk = UnsafeRawBufferPointer(rebasing: bytes[chunkStart..<chunkEnd])
            check.update(chunk)
            try appendToData(chunk)
        }
        return BundleIndexBuilder.Run(
            offset: start, byteCount: bytes.count, checksum: check.value)
    }

    mutating func append(
        _ part: CheckpointVariable.Part, of variable: CheckpointVariable, in checkpoint: Checkpoint
    ) throws(CheckpointError) -> BundleIndexBuilder.Run {
        let scratch = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Checkpoint.chunkByteCount, alignment: MemoryLayout<UInt64>.alignment)
        defer { scratch.deallocate() }
        let start = dataByteCount
        try checkpoint.stream(part, of: variable, scratch: scratch) {
            bytes throws(CheckpointError) in
            try appendToData(bytes)
        }
        return BundleIndexBuilder.Run(
            offset: start, byteCount: part.byteCount, checksum: part.checksum)
    }

    private mutating func appendToData(_ bytes: UnsafeRawBufferPointer) throws(CheckpointError) {
        try operations.write(bytes, to: data, at: dataByteCount)
        dataByteCount += bytes.count
    }

    mutating func indexing(
        _ body: (inout BundleIndexBuilder) throws(WireError) -> Void
    ) throws(CheckpointError) {
        do throws(WireError) {
            try body(&index)
        } catch {
            throw .unwritable(file: location.indexURL.path, reason: "\(error)")
        }
    }
}
