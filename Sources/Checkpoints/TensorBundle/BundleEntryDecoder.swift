import Tensors
import Wire

/// Turns an index entry into a variable, checking that its sizes agree with one another.
struct BundleEntryDecoder {
    let name: String
    let file: String
    let shardCount: Int

    /// The variable that `entry` describes.
    ///
    /// - Parameter takeSlice: Hands over the entry of a part by its key, once.
    /// - Throws: `CheckpointError.inconsistentEntry`.
    func variable(
        _ entry: TFBundleEntryProto, takeSlice: ([UInt8]) -> TFBundleEntryProto?
    ) throws(CheckpointError) -> CheckpointVariable {
        guard let shape = entry.shape.knownShape else {
            throw inconsistent("its shape is not fully known")
        }
        var parts: [CheckpointVariable.Part] = []
        if entry.slices.isEmpty {
            parts.append(try part(entry, shape: shape, region: nil))
        }
        for slice in entry.slices {
            guard let stored = takeSlice(SliceKey.encode(name: name, slice: slice)) else {
                throw inconsistent("the index lacks one of its parts")
            }
            let region = try region(of: slice, in: shape)
            let extents = Shape(region.map(\.count))
            guard stored.dtype == entry.dtype, stored.shape.knownShape == extents,
                stored.slices.isEmpty
            else {
                throw inconsistent("one of its parts has another type or shape than announced")
            }
            parts.append(try part(stored, shape: extents, region: region))
        }
        try checkTiling(parts, of: shape)
        return CheckpointVariable(
            name: name, dataType: entry.dtype, shape: shape, parts: parts)
    }

    private func part(
        _ entry: TFBundleEntryProto, shape: Shape, region: [Range<Int>]?
    ) throws(CheckpointError) -> CheckpointVariable.Part {
        guard (0..<shardCount).contains(Int(entry.shardID)) else {
            throw inconsistent("it lies in data file \(entry.shardID) of \(shardCount)")
        }
        guard entry.offset >= 0, entry.size >= 0,
            !entry.offset.addingReportingOverflow(entry.size).overflow
        else {
            throw inconsistent("it has \(entry.size) bytes at byte \(entry.offset)")
        }
        if let width = entry.dtype.valueByteCount {
            let (needed, overflow) = shape.elementCount.multipliedReportingOverflow(by: width)
            guard !overflow, needed == entry.size else {
                throw inconsistent(
                    "\(shape) of \(entry.dtype.name) does not take \(entry.size) bytes")
            }
        }
        return CheckpointVariable.Part(
            shard: Int(entry.shardID), offset: Int(entry.offset), byteCount: Int(entry.size),
            checksum: CRC32C.unmask(entry.crc32C), region: region)
    }

    private func region(
        of slice: TFTensorSliceProto, in shape: Shape
    ) throws(CheckpointError) -> [Range<Int>] {
        guard slice.extent.count == shape.rank else {
            throw inconsistent("a part has \(slice.extent.count) dimensions, the whole \(shape)")
        }
        var region: [Range<Int>] = []
        for (axis, extent) in slice.extent.enumerated() {
            let length = extent.hasLength ? extent.length : Int64(shape[axis])
            let (end, overflow) = extent.start.addingReportingOverflow(length)
            guard extent.start >= 0, length >= 0, !overflow, end <= shape[axis] else {
                throw inconsistent("a part reaches beyond \(shape)")
            }
            region.append(Int(extent.start)..<Int(end))
        }
        return region
    }

    /// Parts must fill the whole and may not overlap, so that no element is left unset.
    private func checkTiling(
        _ parts: [CheckpointVariable.Part], of shape: Shape
    ) throws(CheckpointError) {
        let regions = parts.compactMap(\.region)
        guard !regions.isEmpty else { return }
        let count = regions.reduce(0) { $0 + $1.reduce(1) { $0 * $1.count } }
        var overlap = false
        for (index, region) in regions.enumerated() where !overlap {
            overlap = regions[(index + 1)...].contains { other in
                zip(region, other).allSatisfy { $0.overlaps($1) }
            }
        }
        guard count == shape.elementCount, !overlap else {
            throw inconsistent("its \(regions.count) parts do not fill \(shape) exactly once")
        }
    }

    private func inconsistent(_ reason: String) -> CheckpointError {
        .inconsistentEntry(variable: name, file: file, reason: reason)
    }
}
