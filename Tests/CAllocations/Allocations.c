#define _GNU_SOURCE
#include "Allocations.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static _Thread_local bool counting;
static _Thread_local struct Allocations counted;

void allocations_begin(void) {
    counted = (struct Allocations){0, 0, 0};
    counting = true;
}

struct Allocations allocations_end(void) {
    counting = false;
    return counted;
}

/// Notes an allocation by the code at an address. The kernel library is C++, so it mostly asks by
/// way of that language's runtime, which nothing else here uses while a model runs.
static void note(const void *caller, size_t size) {
    if (!counting) return;
    counting = false;
    Dl_info object;
    bool isLibrary = dladdr(caller, &object) != 0 && object.dli_fname != NULL
        && (strstr(object.dli_fname, "libdnnl") || strstr(object.dli_fname, "libstdc++"));
    if (isLibrary) {
        counted.library++;
    } else {
        counted.own++;
        if (size >= 256) counted.large++;
    }
    counting = true;
}

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
    note(__builtin_return_address(0), size);
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    note(__builtin_return_address(0), count * size);
    return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
    note(__builtin_return_address(0), size);
    return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    note(__builtin_return_address(0), size);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
    note(__builtin_return_address(0), size);
    void *result = __libc_memalign(alignment, size);
    if (result == NULL) return ENOMEM;
    *memory = result;
    return 0;
}
