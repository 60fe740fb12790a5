#pragma once
#include <stdbool.h>

/// Whether this processor runs code compiled for x86-64-v3 (AVX2, FMA).
static inline bool processor_supportsV3(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
           __builtin_cpu_supports("bmi2");
#else
    return false;
#endif
}

/// Whether this processor runs code compiled for x86-64-v4 (AVX-512 F, BW, CD, DQ, VL).
static inline bool processor_supportsV4(void) {
#if defined(__x86_64__)
    return processor_supportsV3() && __builtin_cpu_supports("avx512f") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#else
    return false;
#endif
}
