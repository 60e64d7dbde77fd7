/// An option that can also be set by the environment and by a configuration file.
///
/// The raw value is the option's name on the command line and the key in the file.
enum Setting: String, CaseIterable {
    case model
    case name
    case inputNode = "input-node"
    case outputNode = "output-node"
    case inputShape = "input-shape"
    case hold
    case signature
    case rename
    case statistics
    case averages
    case allow
    case host
    case port
    case h2cUpgrade = "h2c-upgrade"
    case tlsCertificate = "tls-certificate"
    case tlsKey = "tls-key"
    case tlsClientCA = "tls-client-ca"
    case tlsClientAuth = "tls-client-auth"
    case tokenFile = "token-file"
    case maxBatchSize = "max-batch-size"
    case queueCapacity = "queue-capacity"
    case executors
    case threads
    case precision
    case tune
    case requestTimeout = "request-timeout"
    case drainDelay = "drain-delay"
    case drainGrace = "drain-grace"
    case maxBodySize = "max-body-size"
    case memoryBudget = "memory-budget"
    case maxDecompressedSize = "max-decompressed-size"
    case maxCompressionRatio = "max-compression-ratio"
    case maxJSONDepth = "max-json-depth"
    case maxTensorRank = "max-tensor-rank"
    case logLevel = "log-level"
    case logFormat = "log-format"
    case logFile = "log-file"
    case accessLog = "access-log"
    case serverTiming = "server-timing"
    case maxTargetSize = "max-target-size"
    case maxHeaderSize = "max-header-size"
    case maxHeaderCount = "max-header-count"
    case maxConnections = "max-connections"
    case maxConnectionsPerAddress = "max-connections-per-address"
    case maxPipelinedRequests = "max-pipelined-requests"
    case maxStreams = "max-streams"
    case maxRunningStreams = "max-running-streams"
    case maxResetStreams = "max-reset-streams"
    case maxOverheadFrames = "max-overhead-frames"
    case headerTimeout = "header-timeout"
    case bodyTimeout = "body-timeout"
    case idleTimeout = "idle-timeout"
    case writeTimeout = "write-timeout"
    case minTransferRate = "min-transfer-rate"

    /// The option on the command line.
    var option: String { "--\(rawValue)" }

    /// The environment variable.
    var environmentName: String {
        "STEADY_" + rawValue.uppercased().replacing("-", with: "_")
    }
}
