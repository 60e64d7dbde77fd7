/// How much requests may take, with the defaults where nothing is said.
struct RequestLimitSettings {
    /// The most bytes of a body, as it is sent.
    let maxBodySize: Int
    /// The bytes that all requests in flight may hold together.
    let memoryBudget: Int

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
    }
}
