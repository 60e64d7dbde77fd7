import Tensors
import TensorFlowImport
import Wire

/// Reads a `.npy` file; what can be read is written and read again.
enum NpyRun {
    static func run(_ bytes: [UInt8]) {
        guard let tensor = try? Tensor(npy: bytes), let written = try? tensor.npyBytes() else {
            return
        }
        guard let again = try? Tensor(npy: written) else {
            preconditionFailure("what was written can't be read")
        }
        precondition(again.shape == tensor.shape && again.elementType == tensor.elementType)
        precondition((try? again.npyBytes()) == written)
    }
}

/// Reads a table whose one data block the bytes are, with the checksums that belong to it: without
/// them every change would end at the checksum.
enum TableRun {
    /// The first byte says whether the block is compressed.
    static func run(_ bytes: [UInt8]) {
        guard let type = bytes.first else { return }
        var table: [UInt8] = []
        let data = append(Array(bytes.dropFirst()), type: type & 1, to: &table)
        let metaindex = append([0, 0, 0, 0, 1, 0, 0, 0], type: 0, to: &table)
        // One entry: the key "z", nothing of which it shares, and the data block's place.
        let entry = [0, 1, UInt8(data.count), 0x7A] + data
        let index = append(entry + [0, 0, 0, 0, 1, 0, 0, 0], type: 0, to: &table)
        let handles = metaindex + index
        table += handles + [UInt8](repeating: 0, count: 40 - handles.count)
        table += [0x57, 0xFB, 0x80, 0x8B, 0x24, 0x75, 0x47, 0xDB]
        guard let read = try? Table(table) else { return }
        for (earlier, later) in zip(read.entries, read.entries.dropFirst()) {
            precondition(earlier.key.lexicographicallyPrecedes(later.key))
        }
    }

    /// Appends a block with its trailer, and returns its place as a table writes it.
    private static func append(_ block: [UInt8], type: UInt8, to table: inout [UInt8]) -> [UInt8] {
        let place = varint(table.count) + varint(block.count)
        let checksum = CRC32C.mask(CRC32C.checksum(of: block + [type]))
        table += block + [type]
        table += [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: checksum >> $0) }
        return place
    }

    private static func varint(_ number: Int) -> [UInt8] {
        var rest = number
        var bytes: [UInt8] = []
        while rest >= 128 {
            bytes.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}

/// Decodes a MetaGraph and makes the inference graph of it.
enum GraphRun {
    static func run(_ bytes: [UInt8]) {
        guard let meta = try? TFMetaGraphDef(decoding: bytes) else { return }
        _ = try? TensorFlowModel.load(meta, variables: nil)
    }
}
