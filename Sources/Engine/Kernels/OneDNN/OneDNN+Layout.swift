#if OneDNN
    import COneDNN
    import Tensors

    extension OneDNN {
        /// The extents of memory, the type of its elements and how they lie in it.
        struct Layout: Equatable, @unchecked Sendable {
            // The invariant behind `@unchecked`: a C structure of numbers without pointers, never
            // changed after the initializer.
            let description: dnnl_memory_desc_t

            init(_ description: dnnl_memory_desc_t) { self.description = description }

            /// A layout with a distance in elements between neighbours along each dimension.
            init(
                _ extents: [Int], strides: [Int], of type: ElementType = .float32
            ) throws(Failure) {
                var description = dnnl_memory_desc_t()
                try check(
                    dnnl_memory_desc_init_by_strides(
                        &description, Int32(extents.count), extents.map(Int64.init),
                        Self.dataType(type), strides.map(Int64.init)))
                self.description = description
            }

            /// Whether both layouts have elements of one type.
            func hasElements(of other: Layout) -> Bool {
                description.data_type == other.description.data_type
            }

            /// A row-major layout.
            init(dense extents: [Int], of type: ElementType = .float32) throws(Failure) {
                try self.init(extents, strides: Shape(extents).strides, of: type)
            }

            /// NHWC images, given to oneDNN in its own order of dimensions, N, C, H, W.
            init(images shape: Shape, of type: ElementType = .float32) throws(Failure) {
                let strides = shape.strides
                try self.init(
                    [shape[0], shape[3], shape[1], shape[2]],
                    strides: [strides[0], strides[3], strides[1], strides[2]], of: type)
            }

            /// A layout that the primitive chooses.
            init(
                chosenFor extents: [Int], of type: ElementType = .float32
            ) throws(Failure) {
                var description = dnnl_memory_desc_t()
                try check(
                    dnnl_memory_desc_init_by_tag(
                        &description, Int32(extents.count), extents.map(Int64.init),
                        Self.dataType(type), dnnl_format_tag_any))
                self.description = description
            }

            /// The library's name for `float32` or `bfloat16`.
            private static func dataType(_ type: ElementType) -> dnnl_data_type_t {
                switch type {
                case .float32: dnnl_f32
                case .bfloat16: dnnl_bf16
                default: dnnl_data_type_undef
                }
            }

            /// The bytes that memory of this layout takes, with what the layout pads.
            var byteCount: Int {
                withUnsafePointer(to: description) { dnnl_memory_desc_get_size($0) }
            }

            static func == (left: Layout, right: Layout) -> Bool {
                withUnsafePointer(to: left.description) { left in
                    withUnsafePointer(to: right.description) { right in
                        dnnl_memory_desc_equal(left, right) != 0
                    }
                }
            }
        }

        /// A layout with the address where it lies.
        final class Memory {
            let handle: dnnl_memory_t

            init(_ layout: Layout, at address: UnsafeMutableRawPointer?) throws(Failure) {
                var handle: dnnl_memory_t?
                let engine = try Engine.shared()
                var description = layout.description
                try check(dnnl_memory_create(&handle, &description, engine.handle, address))
                guard let handle else { throw Failure(missing: "memory") }
                self.handle = handle
            }

            deinit { dnnl_memory_destroy(handle) }

            func move(to address: UnsafeMutableRawPointer) {
                dnnl_memory_set_data_handle(handle, address)
            }
        }
    }
#endif
