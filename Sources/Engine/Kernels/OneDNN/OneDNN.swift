#if OneDNN
    import COneDNN

    /// The owners of oneDNN's objects.
    ///
    /// Source: oneDNN 2.6, `oneapi/dnnl/dnnl.h`.
    enum OneDNN {
        /// A call that the library refused.
        struct Failure: Error {
            let status: String

            init(_ status: dnnl_status_t) {
                self.status =
                    switch status {
                    case dnnl_out_of_memory: "out of memory"
                    case dnnl_invalid_arguments: "invalid arguments"
                    case dnnl_unimplemented: "unimplemented"
                    case dnnl_iterator_ends: "no implementation left"
                    case dnnl_runtime_error: "runtime error"
                    case dnnl_not_required: "not required"
                    default: "status \(status.rawValue)"
                    }
            }

            /// A call that succeeded without giving what it should.
            init(missing object: String) { status = "gave no \(object)" }
        }

        /// Lets go of the primitives that the library keeps for whoever makes the same again.
        static func forgetPrimitives() throws(Failure) {
            var capacity: Int32 = 0
            try check(dnnl_get_primitive_cache_capacity(&capacity))
            try check(dnnl_set_primitive_cache_capacity(0))
            try check(dnnl_set_primitive_cache_capacity(capacity))
        }

        static func check(_ status: dnnl_status_t) throws(Failure) {
            guard status == dnnl_success else { throw Failure(status) }
        }
    }
#endif
