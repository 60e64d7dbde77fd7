/// How much the bodies of requests may hold.
public struct BodyLimits: Hashable, Sendable {
    /// The most bytes of a body that came compressed.
    public var decompressedBytes: Int
    /// How many times as long as it came a compressed body may become, beyond a mebibyte.
    public var compressionRatio: Int
    /// How deep JSON's lists and objects may be nested outside of tensors.
    public var jsonDepth: Int
    /// How many dimensions a tensor in JSON may have, at most 32.
    public var tensorRank: Int

    /// The greatest `tensorRank`.
    public static let largestRank = 32
    /// A body of no more bytes than this may have come as small as it likes.
    private static let harmless = 1 << 20

    /// Makes limits; all are at least 1.
    public init(
        decompressedBytes: Int = 64 << 20, compressionRatio: Int = 100, jsonDepth: Int = 64,
        tensorRank: Int = largestRank
    ) {
        precondition(
            decompressedBytes >= 1 && compressionRatio >= 1 && jsonDepth >= 1
                && 1...Self.largestRank ~= tensorRank)
        self.decompressedBytes = decompressedBytes
        self.compressionRatio = compressionRatio
        self.jsonDepth = jsonDepth
        self.tensorRank = tensorRank
    }

    /// The most bytes that a compressed body of so many may become.
    func decompressed(from count: Int) -> Int {
        let (bytes, overflow) = count.multipliedReportingOverflow(by: compressionRatio)
        return min(decompressedBytes, max(Self.harmless, overflow ? .max : bytes))
    }
}
