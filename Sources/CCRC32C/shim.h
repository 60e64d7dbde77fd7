/* The processor's instruction for CRC-32C, which Swift has no name for. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)

/* Bit 20 of ECX in leaf 1: SSE 4.2, which has the instruction. */
static inline bool steady_has_crc32c(void) {
    uint32_t eax = 1, ebx, ecx = 0, edx;
    __asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
    return (ecx >> 20 & 1) != 0;
}

static inline uint32_t steady_crc32c(uint32_t state, const void *bytes, size_t count) {
    const uint8_t *next = (const uint8_t *)bytes;
    uint64_t wide = state;
    for (; count >= 8; count -= 8, next += 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        __asm__("crc32q %1, %0" : "+r"(wide) : "r"(word));
    }
    state = (uint32_t)wide;
    for (; count > 0; count -= 1, next += 1) __asm__("crc32b %1, %0" : "+r"(state) : "r"(*next));
    return state;
}

#elif defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>

/* Bit 7 of the hardware capabilities: HWCAP_CRC32. */
static inline bool steady_has_crc32c(void) { return (getauxval(AT_HWCAP) >> 7 & 1) != 0; }

static inline uint32_t steady_crc32c(uint32_t state, const void *bytes, size_t count) {
    const uint8_t *next = (const uint8_t *)bytes;
    for (; count >= 8; count -= 8, next += 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        __asm__(".arch_extension crc\n\tcrc32cx %w0, %w0, %x1" : "+r"(state) : "r"(word));
    }
    for (; count > 0; count -= 1, next += 1)
        __asm__(".arch_extension crc\n\tcrc32cb %w0, %w0, %w1" : "+r"(state) : "r"(*next));
    return state;
}

#else

static inline bool steady_has_crc32c(void) { return false; }
static inline uint32_t steady_crc32c(uint32_t state, const void *bytes, size_t count) {
    (void)bytes, (void)count;
    return state;
}

#endif
