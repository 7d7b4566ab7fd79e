#include "resample.h"

#include <string.h>

static gint32 clamped(gint32 value, gint32 low, gint32 high) {
    return value < low ? low : value > high ? high : value;
}

static void down(
    const guint8 *const *rows, const gint16 *weights, int taps, int bits, gint16 *out, int values) {
    int shift = bits - FRACTION;
    gint32 start = (1 << (shift - 1)) - (MIDDLE << bits);
    // As many sums as stay in the first-level cache, so that a row is read in long pieces.
    enum { PIECE = 1024 };
    gint32 sums[PIECE];
    for (int left = 0; left < values; left += PIECE) {
        int width = MIN(PIECE, values - left);
        for (int i = 0; i < width; i++) sums[i] = start;
        for (int tap = 0; tap < taps; tap++) {
            const guint8 *row = rows[tap] + left;
            gint32 weight = weights[tap];
            for (int i = 0; i < width; i++) sums[i] += row[i] * weight;
        }
        for (int i = 0; i < width; i++) out[left + i] = (gint16)clamped(sums[i] >> shift, G_MININT16, G_MAXINT16);
    }
}

static void across(const gint16 *row, int from, const lanczos_taps *taps, guint8 *out) {
    int shift = taps->bits + FRACTION;
    gint32 start = 1 << (shift - 1);
    for (int x = 0; x < taps->count; x++, out += 3) {
        const gint16 *pixel = row + (size_t)(taps->first[x] - from) * 3;
        const gint16 *weights = taps->weights + (size_t)x * taps->stride;
        gint32 red = start, green = start, blue = start;
        for (int tap = 0; tap < taps->taps[x]; tap++, pixel += 3) {
            red += pixel[0] * weights[tap];
            green += pixel[1] * weights[tap];
            blue += pixel[2] * weights[tap];
        }
        out[0] = (guint8)clamped((red >> shift) + MIDDLE, 0, 255);
        out[1] = (guint8)clamped((green >> shift) + MIDDLE, 0, 255);
        out[2] = (guint8)clamped((blue >> shift) + MIDDLE, 0, 255);
    }
}

resample_passes resample_portable(void) { return (resample_passes){.down = down, .across = across}; }

resample_passes resample_best(void) {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2")) return resample_avx2();
#endif
    return resample_portable();
}
