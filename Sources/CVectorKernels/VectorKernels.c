#include "VectorKernels.h"

extern const struct VectorKernels vector_kernels_baseline;

#if defined(__x86_64__)
extern const struct VectorKernels vector_kernels_avx2, vector_kernels_avx512;

enum VectorInstructions vector_instructions(void) {
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma"))
        return VectorInstructionsBaseline;
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
        ? VectorInstructionsAVX512
        : VectorInstructionsAVX2;
}

const struct VectorKernels *vector_kernels(enum VectorInstructions instructions) {
    switch (instructions) {
    case VectorInstructionsAVX512: return &vector_kernels_avx512;
    case VectorInstructionsAVX2: return &vector_kernels_avx2;
    default: return &vector_kernels_baseline;
    }
}
#else
enum VectorInstructions vector_instructions(void) { return VectorInstructionsBaseline; }

const struct VectorKernels *vector_kernels(enum VectorInstructions instructions) {
    return &vector_kernels_baseline;
}
#endif
