import Server

/// How much connections may take and how long, with the server's defaults where nothing is said.
struct ConnectionLimitSettings {
    /// All of the server's limits; those of bodies and memory are set elsewhere.
    let limits: ServerLimits

    init(_ settings: Settings) throws(SettingsError) {
        var limits = ServerLimits()
        try Self.readHeads(settings, &limits)
        try Self.readConnections(settings, &limits)
        try Self.readStreams(settings, &limits)
        try Self.readTimes(settings, &limits)
        self.limits = limits
    }

    private static func readHeads(
        _ settings: Settings, _ limits: inout ServerLimits
    ) throws(SettingsError) {
        limits.message.targetBytes =
            try size(settings, .maxTargetSize, 16...1 << 20) ?? limits.message.targetBytes
        limits.message.headBytes =
            try size(settings, .maxHeaderSize, 256...1 << 20) ?? limits.message.headBytes
        limits.message.fieldCount =
            try settings.number(of: .maxHeaderCount, in: 1...10_000) ?? limits.message.fieldCount
    }

    private static func readConnections(
        _ settings: Settings, _ limits: inout ServerLimits
    ) throws(SettingsError) {
        limits.connections =
            try settings.number(of: .maxConnections, in: 1...1_000_000) ?? limits.connections
        limits.connectionsPerAddress = try settings.automaticNumber(
            of: .maxConnectionsPerAddress, in: 1...1_000_000)
        limits.pipelinedRequests =
            try settings.number(of: .maxPipelinedRequests, in: 1...10_000)
            ?? limits.pipelinedRequests
    }

    private static func readStreams(
        _ settings: Settings, _ limits: inout ServerLimits
    ) throws(SettingsError) {
        limits.http2.concurrentStreams =
            try settings.number(of: .maxStreams, in: 1...10_000) ?? limits.http2.concurrentStreams
        limits.http2.runningRequests =
            try settings.number(of: .maxRunningStreams, in: 1...100_000)
            ?? limits.http2.runningRequests
        limits.http2.unansweredResets =
            try settings.number(of: .maxResetStreams, in: 1...1_000_000)
            ?? limits.http2.unansweredResets
        limits.http2.overheadFrames =
            try settings.number(of: .maxOverheadFrames, in: 100...1_000_000)
            ?? limits.http2.overheadFrames
    }

    private static func readTimes(
        _ settings: Settings, _ limits: inout ServerLimits
    ) throws(SettingsError) {
        limits.head = try time(settings, .headerTimeout) ?? limits.head
        limits.idle = try time(settings, .idleTimeout) ?? limits.idle
        limits.transfer.body = try time(settings, .bodyTimeout) ?? limits.transfer.body
        limits.transfer.write = try time(settings, .writeTimeout) ?? limits.transfer.write
        limits.transfer.rate =
            try size(settings, .minTransferRate, 0...1 << 30) ?? limits.transfer.rate
    }

    private static func size(
        _ settings: Settings, _ setting: Setting, _ range: ClosedRange<Int>
    ) throws(SettingsError) -> Int? {
        try settings.value(
            of: setting, as: ByteCount.self, where: { range.contains($0.bytes) },
            expectation: "from \(range.lowerBound) to \(range.upperBound) bytes: "
                + ByteCount.expectation)?.bytes
    }

    /// A time of which 0 is for ever.
    private static func time(
        _ settings: Settings, _ setting: Setting
    ) throws(SettingsError) -> Duration? {
        try settings.value(of: setting, as: Duration.self).map {
            $0 == .zero ? ServeSettings.forEver : $0
        }
    }
}
