#if OneDNN
    import COneDNN

    extension OneDNN {
        /// The implementations that the library offers for an operation, one after another.
        struct Offers: ~Copyable {
            private let iterator: dnnl_primitive_desc_iterator_t?
            private var isFirst = true

            /// Begins with the library's first choice.
            init(
                _ descriptor: UnsafeRawPointer?, _ attributes: const_dnnl_primitive_attr_t?
            ) throws(Failure) {
                let engine = try Engine.shared()
                var iterator: dnnl_primitive_desc_iterator_t?
                try check(
                    dnnl_primitive_desc_iterator_create(
                        &iterator, descriptor, attributes, engine.handle, nil))
                self.iterator = iterator
            }

            deinit { dnnl_primitive_desc_iterator_destroy(iterator) }

            /// The next one, which the caller owns; nil if there is none left.
            mutating func next() throws(Failure) -> dnnl_primitive_desc_t? {
                if !isFirst {
                    let status = dnnl_primitive_desc_iterator_next(iterator)
                    if status == dnnl_iterator_ends { return nil }
                    try check(status)
                }
                isFirst = false
                return dnnl_primitive_desc_iterator_fetch(iterator)
            }
        }
    }
#endif
