#if OneDNN
    import COneDNN

    extension OneDNN {
        /// The instructions that oneDNN's kernels use: those of the processor, or fewer where
        /// `DNNL_MAX_CPU_ISA` says so.
        ///
        /// Source: oneDNN 2.6, `dnnl_cpu_isa_t`, whose values are sets of bits.
        struct InstructionSet {
            private let bits: UInt32

            /// What is in use, settled when the library made its first kernel.
            static var effective: InstructionSet {
                InstructionSet(bits: dnnl_get_effective_cpu_isa().rawValue)
            }

            /// Whether products of `bfloat16` are instructions and not sequences of others.
            var multipliesBFloat16: Bool { includes(dnnl_cpu_isa_avx512_core_bf16) }

            /// The name of the greatest known set that is included.
            var name: String {
                let known = [
                    (dnnl_cpu_isa_avx512_core_amx, "AMX"),
                    (dnnl_cpu_isa_avx512_core_bf16, "AVX-512 with BF16"),
                    (dnnl_cpu_isa_avx512_core_vnni, "AVX-512 with VNNI"),
                    (dnnl_cpu_isa_avx512_core, "AVX-512"), (dnnl_cpu_isa_avx2, "AVX2"),
                    (dnnl_cpu_isa_avx, "AVX"), (dnnl_cpu_isa_sse41, "SSE4.1"),
                ]
                return known.first { includes($0.0) }?.1 ?? "no vector instructions"
            }

            private func includes(_ set: dnnl_cpu_isa_t) -> Bool {
                bits & set.rawValue == set.rawValue
            }
        }
    }
#endif
