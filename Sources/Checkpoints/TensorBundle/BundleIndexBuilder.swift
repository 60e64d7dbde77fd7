import Tensors
import Wire

/// Gathers what the `.index` file of a checkpoint with one data file says.
struct BundleIndexBuilder {
    private var rows: [(key: [UInt8], value: [UInt8])] = []
    /// The names of the parts of partitioned variables, which precede all variables.
    private var sliceRows: [(key: [UInt8], value: [UInt8])] = []

    /// A run of bytes in the data file.
    struct Run {
        let offset: Int
        let byteCount: Int
        /// The CRC-32C, unmasked.
        let checksum: UInt32
    }

    /// Adds a variable that is stored as one run.
    ///
    /// - Precondition: names ascend, compared by their UTF-8 bytes.
    mutating func add(
        _ name: String, _ dataType: TFDataType, _ shape: Shape, _ run: Run
    ) throws(WireError) {
        rows.append((Array(name.utf8), try Self.entry(dataType, shape, run).encoded()))
    }

    /// Adds a variable that is stored in several parts, each with the region it fills.
    ///
    /// - Precondition: names ascend, compared by their UTF-8 bytes.
    mutating func add(
        _ name: String, _ dataType: TFDataType, _ shape: Shape,
        parts: [(region: [Range<Int>], run: Run)]
    ) throws(WireError) {
        var whole = Self.entry(dataType, shape, nil)
        for part in parts {
            let slice = Self.slice(part.region)
            whole.slices.append(slice)
            let extents = Shape(part.region.map(\.count))
            sliceRows.append(
                (
                    SliceKey.encode(name: name, slice: slice),
                    try Self.entry(dataType, extents, part.run).encoded()
                ))
        }
        rows.append((Array(name.utf8), try whole.encoded()))
    }

    /// The bytes of the file.
    consuming func finish() throws(WireError) -> [UInt8] {
        var header = TFBundleHeaderProto()
        header.numShards = 1
        header.endianness = .little
        header.version.producer = Self.version
        var table = TableWriter()
        table.add(key: [], value: try header.encoded())
        sliceRows.sort { $0.key.lexicographicallyPrecedes($1.key) }
        for row in sliceRows + rows { table.add(key: row.key, value: row.value) }
        return table.finish()
    }

    /// `kTensorBundleVersion` of tensorflow/core/util/tensor_bundle/tensor_bundle.h.
    private static let version: Int32 = 1

    private static func entry(
        _ dataType: TFDataType, _ shape: Shape, _ run: Run?
    ) -> TFBundleEntryProto {
        var entry = TFBundleEntryProto()
        entry.dtype = dataType
        entry.shape = TFTensorShapeProto(shape)
        if let run {
            entry.offset = Int64(run.offset)
            entry.size = Int64(run.byteCount)
            entry.crc32C = CRC32C.mask(run.checksum)
        }
        return entry
    }

    /// Every extent with its length, as the `Saver` writes them.
    private static func slice(_ region: [Range<Int>]) -> TFTensorSliceProto {
        var slice = TFTensorSliceProto()
        slice.extent = region.map { range in
            var extent = TFTensorSliceProto.Extent()
            extent.start = Int64(range.lowerBound)
            extent.length = Int64(range.count)
            return extent
        }
        return slice
    }
}
