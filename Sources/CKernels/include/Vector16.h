#pragma once
#if defined(__AVX2__)
#include <immintrin.h>
#endif

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

/// The first `lanes` floats at `source`, fewer than sixteen, the others `padding`; no others are read.
PRESAGE_INLINE vector16 vector16_loadFirst(const float *source, long lanes, float padding) {
#if defined(__AVX512F__)
    __mmask16 mask = (__mmask16)((1u << lanes) - 1);
    return __builtin_bit_cast(
        vector16, _mm512_mask_loadu_ps(_mm512_set1_ps(padding), mask, source));
#elif defined(__AVX2__)
    __m256i count = _mm256_set1_epi32((int)lanes);
    __m256i low = _mm256_cmpgt_epi32(count, _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    __m256i high = _mm256_cmpgt_epi32(count, _mm256_setr_epi32(8, 9, 10, 11, 12, 13, 14, 15));
    __m256 others = _mm256_set1_ps(padding);
    struct { __m256 low, high; } halves = {
        _mm256_blendv_ps(others, _mm256_maskload_ps(source, low), _mm256_castsi256_ps(low)),
        _mm256_blendv_ps(others, _mm256_maskload_ps(source + 8, high), _mm256_castsi256_ps(high))};
    return __builtin_bit_cast(vector16, halves);
#else
    vector16 vector = padding;
    for (long lane = 0; lane < lanes; lane++) vector[lane] = source[lane];
    return vector;
#endif
}

/// Writes the first `lanes` lanes, fewer than sixteen.
PRESAGE_INLINE void vector16_storeFirst(vector16 vector, float *target, long lanes) {
#if defined(__AVX512F__)
    __mmask16 mask = (__mmask16)((1u << lanes) - 1);
    _mm512_mask_storeu_ps(target, mask, __builtin_bit_cast(__m512, vector));
#else
    // Eight, four, two and one: AVX2's masked store is slow on some processors.
    typedef float vector8 __attribute__((ext_vector_type(8)));
    typedef float vector4 __attribute__((ext_vector_type(4)));
    vector8 eight = lanes & 8 ? vector.hi : vector.lo;
    vector4 four = lanes & 4 ? eight.hi : eight.lo;
    if (lanes & 8) __builtin_memcpy(target, &vector, 32);
    if (lanes & 4) __builtin_memcpy(target + (lanes & 8), &eight, 16);
    if (lanes & 2) __builtin_memcpy(target + (lanes & 12), &four, 8);
    if (lanes & 1) target[lanes & 14] = lanes & 2 ? four[2] : four[0];
#endif
}

#if defined(__AVX2__) && !defined(__AVX512F__)
/// Writes the 8×8 block at `source` transposed to `target`: every exchange stays within four lanes but
/// the last.
PRESAGE_INLINE void vector8_transpose(
    const float *source, long stride, float *target, long targetStride) {
    typedef float vector8 __attribute__((ext_vector_type(8)));
    vector8 a[8], b[8];
#pragma clang loop unroll(full)
    for (int i = 0; i < 8; i++) __builtin_memcpy(&a[i], source + i * stride, 32);
#pragma clang loop unroll(full)
    for (int i = 0; i < 8; i += 2) {
        b[i] = __builtin_shufflevector(a[i], a[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
        b[i + 1] = __builtin_shufflevector(a[i], a[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < 8; i += 4) {
        a[i] = __builtin_shufflevector(b[i], b[i + 2], 0, 1, 8, 9, 4, 5, 12, 13);
        a[i + 1] = __builtin_shufflevector(b[i], b[i + 2], 2, 3, 10, 11, 6, 7, 14, 15);
        a[i + 2] = __builtin_shufflevector(b[i + 1], b[i + 3], 0, 1, 8, 9, 4, 5, 12, 13);
        a[i + 3] = __builtin_shufflevector(b[i + 1], b[i + 3], 2, 3, 10, 11, 6, 7, 14, 15);
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < 4; i++) {
        b[i] = __builtin_shufflevector(a[i], a[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        b[i + 4] = __builtin_shufflevector(a[i], a[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < 8; i++) __builtin_memcpy(target + i * targetStride, &b[i], 32);
}
#endif

/// Writes the 16×16 block at `source` transposed to `target`; strides in floats.
PRESAGE_INLINE void vector16_transpose(
    const float *source, long stride, float *target, long targetStride) {
#if defined(__AVX2__) && !defined(__AVX512F__)
    for (int row = 0; row < 16; row += 8) {
        for (int column = 0; column < 16; column += 8) {
            vector8_transpose(
                source + row * stride + column, stride, target + column * targetStride + row,
                targetStride);
        }
    }
#else
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
#endif
}
