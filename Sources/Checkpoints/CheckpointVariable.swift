import Tensors
import Wire

/// What a checkpoint's index says of one variable.
public struct CheckpointVariable: Sendable {
    /// The name, such as `conv1/kernel`.
    public let name: String
    /// The type of the elements as TensorFlow numbers it.
    public let dataType: TFDataType
    /// The extents of the whole variable.
    public let shape: Shape
    /// Where the bytes lie: one part, or several if the variable was partitioned.
    let parts: [Part]

    /// The element type, or nil if the variable does not hold plain numbers: strings, for one.
    public var elementType: ElementType? { dataType.elementType }

    /// The number of bytes stored.
    public var byteCount: Int { parts.reduce(0) { $0 + $1.byteCount } }

    /// Whether the variable was saved in several parts.
    public var isPartitioned: Bool { parts.contains { $0.region != nil } }

    /// Whether each element is stored with its length.
    var hasStoredLengths: Bool { dataType == .dtString || dataType == .dtVariant }

    /// A run of bytes in a data file.
    struct Part {
        let shard: Int
        let offset: Int
        let byteCount: Int
        /// The CRC-32C that TensorFlow computed, unmasked.
        let checksum: UInt32
        /// The extents within the whole variable that the bytes fill; nil if they fill it all.
        let region: [Range<Int>]?

        var end: Int { offset + byteCount }
    }
}
