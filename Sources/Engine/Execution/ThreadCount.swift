#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The number of threads that kernels called on this thread divide their work among.
enum ThreadCount {
    /// Sets the number for the calling thread; costs a few nanoseconds.
    static func set(_ count: Int) {
        #if OneDNN
            setForOpenMP?(Int32(clamping: count))
        #endif
    }

    #if OneDNN
        /// The setter of whatever OpenMP library oneDNN was built with, or nil if it was built
        /// without.
        ///
        /// Looked up by name because that library has no module and need not be installed for
        /// development.
        private static let setForOpenMP: (@convention(c) (Int32) -> Void)? = {
            guard let program = dlopen(nil, RTLD_NOW),
                let symbol = dlsym(program, "omp_set_num_threads")
            else { return nil }
            return unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Void).self)
        }()
    #endif
}
