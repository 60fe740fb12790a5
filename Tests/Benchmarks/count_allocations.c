// Preloaded, counts the heap allocations of a program and prints their number at its exit.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static atomic_long count;

#define REAL(name) \
    static typeof(name) *real; \
    if (!real) real = (typeof(name) *)dlsym(RTLD_NEXT, #name)

void *malloc(size_t size) {
    REAL(malloc);
    atomic_fetch_add(&count, 1);
    return real(size);
}

int posix_memalign(void **pointer, size_t alignment, size_t size) {
    REAL(posix_memalign);
    atomic_fetch_add(&count, 1);
    return real(pointer, alignment, size);
}

void *realloc(void *pointer, size_t size) {
    REAL(realloc);
    atomic_fetch_add(&count, 1);
    return real(pointer, size);
}

__attribute__((destructor)) static void report(void) {
    fprintf(stderr, "%ld\n", (long)count);
}
