#if OneDNN
    import COneDNN

    extension OneDNN {
        /// An operation compiled for known layouts.
        ///
        /// Shared by executors.
        final class Primitive: @unchecked Sendable {
            // The invariant behind `@unchecked`: neither handle changes, and oneDNN lets threads run
            // a primitive at once when each gives its own scratchpad.
            let handle: dnnl_primitive_t
            private let description: dnnl_primitive_desc_t

            /// Makes the first implementation that the library offers for an operation's descriptor.
            convenience init<Descriptor>(
                _ descriptor: Descriptor, _ attributes: borrowing Attributes
            ) throws(Failure) {
                let engine = try Engine.shared()
                var description: dnnl_primitive_desc_t?
                let status = withUnsafeBytes(of: descriptor) { bytes in
                    dnnl_primitive_desc_create(
                        &description, bytes.baseAddress, attributes.handle, engine.handle, nil)
                }
                try check(status)
                try self.init(taking: description)
            }

            /// Makes the implementation of a name that the library offers for an operation's
            /// descriptor, or the first if it offers none of that name.
            convenience init<Descriptor>(
                _ descriptor: Descriptor, _ attributes: borrowing Attributes,
                preferring name: String?
            ) throws(Failure) {
                if let name, let description = try Self.offer(name, descriptor, attributes) {
                    try self.init(taking: description)
                    return
                }
                try self.init(descriptor, attributes)
            }

            /// The offer of a name, which the caller owns; nil if there is none.
            private static func offer<Descriptor>(
                _ name: String, _ descriptor: Descriptor, _ attributes: borrowing Attributes
            ) throws(Failure) -> dnnl_primitive_desc_t? {
                // The iterator reads the descriptor whenever it goes on.
                try withUnsafeBytes(of: descriptor) { bytes throws(Failure) in
                    var offers = try Offers(bytes.baseAddress, attributes.handle)
                    while let description = try offers.next() {
                        if implementation(description) == name { return description }
                        dnnl_primitive_desc_destroy(description)
                    }
                    return nil
                }
            }

            /// Makes a copy from one layout to another.
            convenience init(
                reorder source: Layout, to target: Layout, _ attributes: borrowing Attributes
            ) throws(Failure) {
                let engine = try Engine.shared()
                var description: dnnl_primitive_desc_t?
                var (from, to) = (source.description, target.description)
                try check(
                    dnnl_reorder_primitive_desc_create(
                        &description, &from, engine.handle, &to, engine.handle, attributes.handle))
                try self.init(taking: description)
            }

            private init(taking description: dnnl_primitive_desc_t?) throws(Failure) {
                guard let description else { throw Failure(missing: "primitive descriptor") }
                var handle: dnnl_primitive_t?
                let status = dnnl_primitive_create(&handle, description)
                guard status == dnnl_success, let handle else {
                    dnnl_primitive_desc_destroy(description)
                    throw Failure(status)
                }
                self.description = description
                self.handle = handle
            }

            deinit {
                dnnl_primitive_destroy(handle)
                dnnl_primitive_desc_destroy(description)
            }

            /// The names of all implementations that the library offers for the same operation, in
            /// its order.
            func offeredImplementations() throws(Failure) -> [String] {
                var operation: UnsafeRawPointer?
                try check(dnnl_primitive_desc_query(description, dnnl_query_op_d, 0, &operation))
                var attributes: const_dnnl_primitive_attr_t?
                try check(dnnl_primitive_desc_get_attr(description, &attributes))
                var offers = try Offers(operation, attributes)
                var names: [String] = []
                while let offer = try offers.next() {
                    names.append(Self.implementation(offer))
                    dnnl_primitive_desc_destroy(offer)
                }
                return names
            }

            /// The layout chosen for the weights.
            var weightsLayout: Layout? { layout(dnnl_query_weights_md) }

            /// The working memory a run takes; nil if none.
            var scratchLayout: Layout? {
                layout(dnnl_query_scratchpad_md).flatMap { $0.byteCount > 0 ? $0 : nil }
            }

            private func layout(_ query: dnnl_query_t) -> Layout? {
                dnnl_primitive_desc_query_md(description, query, 0).map { Layout($0.pointee) }
            }

            /// The library's name for the implementation, such as `brgconv:avx512_core`.
            var implementation: String { Self.implementation(description) }

            private static func implementation(_ description: dnnl_primitive_desc_t) -> String {
                var name: UnsafePointer<CChar>?
                let status = dnnl_primitive_desc_query(
                    description, dnnl_query_impl_info_str, 0, &name)
                guard status == dnnl_success, let name else { return "oneDNN" }
                return String(cString: name)
            }

            /// Whether it runs on the library's general matrix product, as on processors without
            /// AVX-512 for shapes that its other implementations do not take.
            var usesGeneralMatrixProduct: Bool {
                implementation.hasPrefix("gemm:") || implementation.contains(":gemm:")
            }
        }
    }
#endif
