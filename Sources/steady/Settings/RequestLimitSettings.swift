import ServingAPI

/// How much requests may take, with the defaults where nothing is said.
struct RequestLimitSettings {
    /// The most bytes of a body, as it is sent.
    let maxBodySize: Int
    /// The bytes that all requests in flight may hold together.
    let memoryBudget: Int
    /// How much a body may hold.
    let body: BodyLimits

    init(_ settings: Settings) throws(SettingsError) {
        maxBodySize = try (settings.value(of: .maxBodySize) ?? ByteCount(bytes: 64 << 20)).bytes
        let budget = try settings.value(
            of: .memoryBudget, as: Automatic<ByteCount>.self,
            where: { if case .fixed(let count) = $0 { count.bytes >= 1 << 20 } else { true } },
            expectation: "'auto', or at least 1MiB: \(ByteCount.expectation)")
        memoryBudget =
            if case .fixed(let count) = budget { count.bytes } else {
                MemoryLimit.ofThisProcess.requestShare
            }
        let most = 1_000_000
        body = BodyLimits(
            decompressedBytes: try settings.value(
                of: .maxDecompressedSize, as: ByteCount.self, where: { $0.bytes > 0 })?.bytes
                ?? 64 << 20,
            compressionRatio: try settings.number(of: .maxCompressionRatio, in: 1...most) ?? 100,
            jsonDepth: try settings.number(of: .maxJSONDepth, in: 1...1000) ?? 64,
            tensorRank: try settings.number(
                of: .maxTensorRank, in: 1...BodyLimits.largestRank) ?? BodyLimits.largestRank)
    }
}
