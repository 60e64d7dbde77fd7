#if OneDNN
    import COneDNN
    import Graph

    extension OneDNN {
        /// How a primitive is made: what it does after its own work, and that the caller gives it
        /// working memory.
        struct Attributes: ~Copyable {
            let handle: dnnl_primitive_attr_t
            private let operations: dnnl_post_ops_t
            /// The number of operations appended.
            private(set) var count = 0

            init() throws(Failure) {
                (handle, operations) = try Self.make()
            }

            private static func make() throws(Failure) -> (dnnl_primitive_attr_t, dnnl_post_ops_t) {
                var handle: dnnl_primitive_attr_t?
                try check(dnnl_primitive_attr_create(&handle))
                guard let handle else { throw Failure(missing: "attributes") }
                var operations: dnnl_post_ops_t?
                var status = dnnl_post_ops_create(&operations)
                if status == dnnl_success {
                    status = dnnl_primitive_attr_set_scratchpad_mode(
                        handle, dnnl_scratchpad_mode_user)
                }
                guard status == dnnl_success, let operations else {
                    dnnl_post_ops_destroy(operations)
                    dnnl_primitive_attr_destroy(handle)
                    throw Failure(status)
                }
                return (handle, operations)
            }

            deinit {
                dnnl_post_ops_destroy(operations)
                dnnl_primitive_attr_destroy(handle)
            }

            /// Appends the addition of what the result's memory held.
            mutating func appendSum() throws(Failure) {
                try check(dnnl_post_ops_append_sum(operations, 1))
                try apply()
            }

            /// Appends a function of the result and another argument; gives the argument's number.
            mutating func appendBinary(
                _ algorithm: dnnl_alg_kind_t, _ layout: Layout
            ) throws(Failure) -> Int32 {
                let argument = DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * Int32(count + 1)
                var description = layout.description
                try check(dnnl_post_ops_append_binary(operations, algorithm, &description))
                try apply()
                return argument | DNNL_ARG_SRC_1
            }

            /// Appends a function of each element.
            mutating func append(_ function: Elementwise) throws(Failure) {
                try check(
                    dnnl_post_ops_append_eltwise(
                        operations, 1, function.algorithm, function.alpha, function.beta))
                try apply()
            }

            private mutating func apply() throws(Failure) {
                count += 1
                try check(dnnl_primitive_attr_set_post_ops(handle, operations))
            }
        }

        /// A function of each element as oneDNN knows it.
        struct Elementwise {
            let algorithm: dnnl_alg_kind_t
            var alpha: Float = 0
            var beta: Float = 0

            /// The functions that one after another give the graph's; nil if oneDNN has none that are
            /// as exact.
            static func sequence(_ function: Unary) -> [Elementwise]? {
                if case .hardSigmoid = function {
                    return [
                        Elementwise(algorithm: dnnl_eltwise_linear, alpha: 1.0 / 6, beta: 0.5),
                        Elementwise(algorithm: dnnl_eltwise_clip, alpha: 0, beta: 1),
                    ]
                }
                return Elementwise(function).map { [$0] }
            }

            private init(algorithm: dnnl_alg_kind_t, alpha: Float, beta: Float) {
                self.algorithm = algorithm
                self.alpha = alpha
                self.beta = beta
            }

            /// The graph's function, if one of oneDNN's is it.
            ///
            /// Farthest from the exact value on [−12, 12], as measured with oneDNN 2.6.3: swish 8e-7,
            /// gelu 4e-7, gelu by tanh 5e-7, hard-swish 1.2e-7.
            private init?(_ function: Unary) {
                switch function {
                case .relu: algorithm = dnnl_eltwise_relu
                case .leakyRelu(let slope):
                    algorithm = dnnl_eltwise_relu
                    alpha = slope
                case .relu6:
                    algorithm = dnnl_eltwise_clip
                    beta = 6
                case .elu:
                    algorithm = dnnl_eltwise_elu
                    alpha = 1
                case .sigmoid: algorithm = dnnl_eltwise_logistic
                case .tanh: algorithm = dnnl_eltwise_tanh
                case .softplus: algorithm = dnnl_eltwise_soft_relu
                case .exponential: algorithm = dnnl_eltwise_exp
                case .squareRoot: algorithm = dnnl_eltwise_sqrt
                case .square: algorithm = dnnl_eltwise_square
                case .absolute: algorithm = dnnl_eltwise_abs
                case .negation:
                    algorithm = dnnl_eltwise_linear
                    alpha = -1
                case .roundHalfToEven: algorithm = dnnl_eltwise_round
                case .swish:
                    algorithm = dnnl_eltwise_swish
                    alpha = 1
                case .hardSwish: algorithm = dnnl_eltwise_hardswish
                case .gelu: algorithm = dnnl_eltwise_gelu_erf
                case .geluTanh: algorithm = dnnl_eltwise_gelu_tanh
                default: return nil
                }
            }
        }
    }
#endif
