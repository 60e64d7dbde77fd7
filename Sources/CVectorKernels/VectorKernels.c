#include "VectorKernels.h"

extern const struct VectorKernels vector_kernels_baseline;

#if defined(__x86_64__)
#include <cpuid.h>
#include <string.h>

void vector_processor_name(char name[vector_processor_name_capacity]) {
    name[0] = 0;
    if (__get_cpuid_max(0x80000000, 0) < 0x80000004) return;
    for (unsigned leaf = 0; leaf < 3; leaf++) {
        unsigned words[4];
        __cpuid(0x80000002 + leaf, words[0], words[1], words[2], words[3]);
        memcpy(name + 16 * leaf, words, sizeof words);
    }
    name[48] = 0;
}

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
void vector_processor_name(char name[vector_processor_name_capacity]) { name[0] = 0; }

enum VectorInstructions vector_instructions(void) { return VectorInstructionsBaseline; }

const struct VectorKernels *vector_kernels(enum VectorInstructions instructions) {
    return &vector_kernels_baseline;
}
#endif
