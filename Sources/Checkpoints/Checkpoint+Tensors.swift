import Tensors
import Wire

extension Checkpoint {
    /// Reads a variable's value; a partitioned variable is put together.
    ///
    /// Every byte is checked against the checksum that TensorFlow stored, here or by `verified()`, after
    /// which the tensor lies in the mapped file wherever it can.
    /// - Throws: `CheckpointError.unknownVariable`, `.unsupportedType` if its elements are not plain
    ///   numbers, `.damagedData` if its bytes have changed, or `.unreadable`.
    public func tensor(named name: String) throws(CheckpointError) -> Tensor {
        let variable = try existingVariable(named: name)
        guard let elementType = variable.elementType else {
            throw .unsupportedType(
                variable: name, file: location.indexURL.path, type: variable.dataType.name)
        }
        if let tensor = mapped(variable, as: elementType) { return tensor }
        return try Tensor(shape: variable.shape, elementType: elementType) {
            bytes throws(CheckpointError) in
            for part in variable.parts {
                if let region = part.region {
                    let piece = try Tensor(
                        shape: Shape(region.map(\.count)), elementType: elementType
                    ) { pieceBytes throws(CheckpointError) in
                        try read(part, of: variable, into: pieceBytes)
                    }
                    piece.copy(to: region, of: variable.shape, in: bytes)
                } else {
                    try read(part, of: variable, into: bytes)
                }
            }
            if elementType == .bool { normalizeBooleans(bytes) }
        }
    }

    /// The variable where it lies in the mapped file; nil if it must be put together or made to fit.
    private func mapped(
        _ variable: CheckpointVariable, as elementType: ElementType
    ) -> Tensor? {
        guard let part = variable.parts.first, part.region == nil, elementType != .bool,
            let file = mappings[part.shard], part.offset % elementType.byteCount == 0,
            part.byteCount == variable.shape.elementCount * elementType.byteCount
        else { return nil }
        return Tensor(
            shape: variable.shape, elementType: elementType,
            bytes: UnsafeRawBufferPointer(rebasing: file.bytes[part.offset..<part.end]), owner: file
        )
    }

    /// What the index says of a variable that is needed.
    ///
    /// - Throws: `CheckpointError.unknownVariable` with names that look like it.
    func existingVariable(named name: String) throws(CheckpointError) -> CheckpointVariable {
        if let variable = variable(named: name) { return variable }
        let last = name.split(separator: "/").last
        let similar = variableNames.filter { candidate in
            candidate.split(separator: "/").last == last
                || candidate.lowercased() == name.lowercased()
        }
        throw .unknownVariable(
            name: name, file: location.indexURL.path, similar: Array(similar.prefix(5)))
    }
}

extension Tensor {
    /// Copies all elements to a region of a larger tensor's bytes; a run along the last axis at a
    /// time.
    fileprivate func copy(
        to region: [Range<Int>], of whole: Shape, in bytes: UnsafeMutableRawBufferPointer
    ) {
        guard elementCount > 0, let lastAxis = region.indices.last else {
            withUnsafeBytes { bytes.copyMemory(from: $0) }
            return
        }
        let strides = whole.strides
        let runByteCount = region[lastAxis].count * elementType.byteCount
        var position = region.map(\.lowerBound)
        withUnsafeBytes { source in
            for start in stride(from: 0, to: source.count, by: runByteCount) {
                let element = zip(position, strides).reduce(0) { $0 + $1.0 * $1.1 }
                let target = element * elementType.byteCount
                UnsafeMutableRawBufferPointer(rebasing: bytes[target..<target + runByteCount])
                    .copyMemory(
                        from: UnsafeRawBufferPointer(
                            rebasing: source[start..<start + runByteCount]))
                for axis in region.indices.dropLast().reversed() {
                    position[axis] += 1
                    if position[axis] < region[axis].upperBound { break }
                    position[axis] = region[axis].lowerBound
                }
            }
        }
    }
}
