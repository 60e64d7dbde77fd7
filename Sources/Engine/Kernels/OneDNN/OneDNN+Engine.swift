#if OneDNN
    import COneDNN

    extension OneDNN {
        /// The processor as oneDNN sees it; one for the process.
        final class Engine: @unchecked Sendable {
            // The invariant behind `@unchecked`: the handle never changes, and oneDNN's engines may be
            // used by any thread.
            let handle: dnnl_engine_t

            private init() throws(Failure) {
                var handle: dnnl_engine_t?
                try check(dnnl_engine_create(&handle, dnnl_cpu, 0))
                guard let handle else { throw Failure(missing: "engine") }
                self.handle = handle
            }

            deinit { dnnl_engine_destroy(handle) }

            private static let result = Result { () throws(Failure) in try Engine() }

            /// The process's engine.
            static func shared() throws(Failure) -> Engine { try result.get() }
        }

        /// A queue of primitives, which run when they are put in.
        ///
        /// Belongs to one executor.
        final class Stream {
            let handle: dnnl_stream_t

            init(_ engine: Engine) throws(Failure) {
                var handle: dnnl_stream_t?
                try check(
                    dnnl_stream_create(
                        &handle, engine.handle, dnnl_stream_default_flags.rawValue))
                guard let handle else { throw Failure(missing: "stream") }
                self.handle = handle
            }

            deinit { dnnl_stream_destroy(handle) }

            static func make() throws(EngineError) -> Stream {
                do throws(Failure) {
                    return try Stream(Engine.shared())
                } catch {
                    throw .kernelLibraryUnavailable(library: "oneDNN", status: error.status)
                }
            }
        }
    }
#endif
