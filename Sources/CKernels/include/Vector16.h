#pragma once

/// Sixteen floats, imported as SIMD16<Float>. Swift's own fused multiply-add, minimum and square
/// root go lane by lane or through libm; these go through clang's elementwise builtins and compile
/// to the instructions the target has.
typedef float vector16 __attribute__((ext_vector_type(16)));
typedef double vector16d __attribute__((ext_vector_type(16)));

#define PRESAGE_INLINE static inline __attribute__((always_inline))

/// a·b + c, rounded once.
PRESAGE_INLINE vector16 vector16_fma(vector16 a, vector16 b, vector16 c) {
    return __builtin_elementwise_fma(a, b, c);
}

PRESAGE_INLINE vector16 vector16_sqrt(vector16 a) { return __builtin_elementwise_sqrt(a); }

PRESAGE_INLINE vector16 vector16_abs(vector16 a) { return __builtin_elementwise_abs(a); }

/// a where a ≥ bound, else bound; NaN stays NaN.
PRESAGE_INLINE vector16 vector16_atLeast(vector16 a, vector16 bound) {
    return a < bound ? bound : a;
}

/// a where a ≤ bound, else bound; NaN stays NaN.
PRESAGE_INLINE vector16 vector16_atMost(vector16 a, vector16 bound) {
    return a > bound ? bound : a;
}

/// Asks for the cache line of an address that may be any.
PRESAGE_INLINE void prefetch(const float *address) { __builtin_prefetch(address); }

/// yes where a < b, else no (also where either is NaN).
PRESAGE_INLINE vector16 vector16_ifLess(vector16 a, vector16 b, vector16 yes, vector16 no) {
    return a < b ? yes : no;
}

PRESAGE_INLINE vector16d vector16_widened(vector16 a) {
    return __builtin_convertvector(a, vector16d);
}

PRESAGE_INLINE vector16d vector16d_fma(vector16d a, vector16d b, vector16d c) {
    return __builtin_elementwise_fma(a, b, c);
}

/// 2ⁿ for the whole numbers n in −126...127 that `shifted` holds as n + 1.5·2²³.
PRESAGE_INLINE vector16 vector16_powerOfTwo(vector16 shifted) {
    typedef int lanes __attribute__((ext_vector_type(16)));
    lanes bits = __builtin_bit_cast(lanes, shifted) - 0x4b400000;
    return __builtin_bit_cast(vector16, (bits + 127) << 23);
}

/// Writes the 16×16 block at `source` transposed to `target`; strides in floats.
PRESAGE_INLINE void vector16_transpose(
    const float *source, long stride, float *target, long targetStride) {
    vector16 rows[16], shuffled[16];
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) __builtin_memcpy(&rows[i], source + i * stride, 64);
    // Four rounds of interleaving the upper with the lower half of the rows.
#pragma clang loop unroll(full)
    for (int round = 0; round < 4; round++) {
#pragma clang loop unroll(full)
        for (int i = 0; i < 8; i++) {
            shuffled[2 * i] = __builtin_shufflevector(
                rows[i], rows[i + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            shuffled[2 * i + 1] = __builtin_shufflevector(
                rows[i], rows[i + 8], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < 16; i++) rows[i] = shuffled[i];
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) __builtin_memcpy(target + i * targetStride, &rows[i], 64);
}
