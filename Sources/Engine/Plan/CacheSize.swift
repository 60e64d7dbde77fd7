#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How many bytes stay near a core, by which plans choose how much to work on at once.
struct CacheSize: Hashable, Sendable {
    /// The second-level cache of one core.
    var perCore: Int
    /// What one core may count on of the cache that all share.
    ///
    /// A share of what machines have for each core: what the system says is the whole cache's, also
    /// where others on the same processor fill it.
    var shared: Int

    /// Makes sizes; a core's share of the common cache is taken as eight times its own.
    init(perCore: Int, shared: Int? = nil) {
        self.perCore = perCore
        self.shared = shared ?? perCore * 8
    }

    /// This machine's, or what is common where the system does not say.
    static let ofThisMachine: CacheSize = {
        #if canImport(Glibc)
            let size = sysconf(Int32(_SC_LEVEL2_CACHE_SIZE))
            if size > 0 { return CacheSize(perCore: size) }
        #endif
        return CacheSize(perCore: 1 << 20)
    }()
}
