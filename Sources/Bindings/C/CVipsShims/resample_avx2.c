#include "resample.h"

// The same sums as resample_passes.c makes, for processors of the last ten years.
#ifdef __x86_64__
#include <immintrin.h>
#include <string.h>

#define AVX2 __attribute__((target("avx2")))

// Two weights side by side, for the instruction that multiplies and adds pairs.
AVX2 static inline __m256i pair(const gint16 *weights) {
    gint32 both;
    memcpy(&both, weights, sizeof(both));
    return _mm256_set1_epi32(both);
}

// Adds 32 values of two rows, each row times its weight. The four sums hold the values 0…3, 4…7, 8…11 and 12…15 of
// each half of the 32.
AVX2 static inline void add(
    __m256i sums[4], const guint8 *first, const guint8 *second, __m256i weights, __m256i zero) {
    __m256i a = _mm256_loadu_si256((const __m256i *)first);
    __m256i b = _mm256_loadu_si256((const __m256i *)second);
    __m256i low = _mm256_unpacklo_epi8(a, b);
    __m256i high = _mm256_unpackhi_epi8(a, b);
    sums[0] = _mm256_add_epi32(sums[0], _mm256_madd_epi16(_mm256_unpacklo_epi8(low, zero), weights));
    sums[1] = _mm256_add_epi32(sums[1], _mm256_madd_epi16(_mm256_unpackhi_epi8(low, zero), weights));
    sums[2] = _mm256_add_epi32(sums[2], _mm256_madd_epi16(_mm256_unpacklo_epi8(high, zero), weights));
    sums[3] = _mm256_add_epi32(sums[3], _mm256_madd_epi16(_mm256_unpackhi_epi8(high, zero), weights));
}

AVX2 static inline void store(const __m256i sums[4], int shift, gint16 *out) {
    __m128i count = _mm_cvtsi32_si128(shift);
    __m256i low = _mm256_packs_epi32(_mm256_sra_epi32(sums[0], count), _mm256_sra_epi32(sums[1], count));
    __m256i high = _mm256_packs_epi32(_mm256_sra_epi32(sums[2], count), _mm256_sra_epi32(sums[3], count));
    _mm256_storeu_si256((__m256i *)out, _mm256_permute2x128_si256(low, high, 0x20));
    _mm256_storeu_si256((__m256i *)(out + 16), _mm256_permute2x128_si256(low, high, 0x31));
}

AVX2 static void down(
    const guint8 *const *rows, const gint16 *weights, int taps, int bits, gint16 *out, int values) {
    int shift = bits - FRACTION;
    __m256i start = _mm256_set1_epi32((1 << (shift - 1)) - (MIDDLE << bits));
    __m256i zero = _mm256_setzero_si256();
    // 64 bytes, a cache line, at a time.
    for (int left = 0; left < values; left += 64) {
        __m256i one[4] = {start, start, start, start};
        __m256i two[4] = {start, start, start, start};
        for (int tap = 0; tap < taps; tap += 2) {
            const guint8 *first = rows[tap] + left;
            const guint8 *second = rows[tap + 1] + left;
            __m256i both = pair(weights + tap);
            add(one, first, second, both, zero);
            add(two, first + 32, second + 32, both, zero);
        }
        store(one, shift, out + left);
        store(two, shift, out + left + 32);
    }
}

AVX2 static void across(const gint16 *row, int from, const lanczos_taps *taps, guint8 *out) {
    int shift = taps->bits + FRACTION;
    __m128i count = _mm_cvtsi32_si128(shift);
    __m128i half = _mm_set1_epi32(1 << (shift - 1));
    __m128i middle = _mm_set1_epi16(MIDDLE);
    // Of two pixels in each half, r g b r g b: r r, g g, b b and nothing.
    __m256i bands = _mm256_setr_epi8(
        0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, -1, -1, -1, -1, 0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, -1, -1, -1,
        -1);
    // Of four weights in each half: the first two in the lower, the others in the upper.
    __m256i places = _mm256_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1);
    for (int x = 0; x < taps->count; x++, out += 3) {
        const gint16 *pixel = row + (size_t)(taps->first[x] - from) * 3;
        const gint16 *weights = taps->weights + (size_t)x * taps->stride;
        __m256i sums = _mm256_setzero_si256();
        // The weights after the last of an entry are zero, so the pixels there do not count.
        for (int tap = 0; tap < taps->taps[x]; tap += 4, pixel += 12, weights += 4) {
            __m256i pixels = _mm256_loadu2_m128i((const __m128i *)(pixel + 6), (const __m128i *)pixel);
            long long four;
            memcpy(&four, weights, sizeof(four));
            __m256i by = _mm256_permutevar8x32_epi32(_mm256_set1_epi64x(four), places);
            sums = _mm256_add_epi32(sums, _mm256_madd_epi16(_mm256_shuffle_epi8(pixels, bands), by));
        }
        __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
        sum = _mm_sra_epi32(_mm_add_epi32(sum, half), count);
        sum = _mm_add_epi16(_mm_packs_epi32(sum, sum), middle);
        int three = _mm_cvtsi128_si32(_mm_packus_epi16(sum, sum));
        // The fourth byte is the next pixel's, which is written after this one.
        memcpy(out, &three, sizeof(three));
    }
}

resample_passes resample_avx2(void) { return (resample_passes){.down = down, .across = across}; }
#endif
