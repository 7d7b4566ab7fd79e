// The parts of the resampling. Internal to its files.
#ifndef CVIPS_RESAMPLE_H
#define CVIPS_RESAMPLE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

// Weights are integers, so that every order of summation gives the same bytes. Between the two passes a value is its
// distance from 128 in sixteen bits, seven of them fractional: nothing is rounded to a level or clipped there. The sum of
// the absolute Lanczos weights is less than 1.6 times one, and both passes have room for
// less than 2: 128 levels * 2 * 2^7 is 2^15, and that * 2 * 2^15 is 2^31.
#define MIDDLE 128
#define FRACTION 7

// The weights of a line's pixels for each pixel of a new line.
typedef struct {
    int count;
    // The source pixels that are needed for all of them: from the first up to the one after the last.
    int from, to;
    // For each: its first source pixel, counted from the line's first, and their number.
    int *first;
    int *taps;
    // An entry's weights are padded with zeros to this number, a multiple of four.
    int stride;
    gint16 *weights;
    // The sum of an entry's weights is 1 << bits.
    int bits;
} lanczos_taps;

// For the new pixels `start` up to `start + count` of a line of `source` pixels that becomes one of `target` pixels.
// Freed by lanczos_free. NULL when a number is out of range.
lanczos_taps *lanczos_new(int source, int target, int start, int count);
void lanczos_free(lanczos_taps *taps);

// Rows are read, and written, up to this many bytes beyond their end.
#define SLACK 128

// The two passes: one row of the first, out of `taps` rows of `values` bytes, and one row of three-band pixels of the
// second. An odd number of rows has one more behind it, and an odd number of weights a zero. `from` is the source's
// pixel that `row` begins with.
typedef struct {
    void (*down)(const guint8 *const *rows, const gint16 *weights, int taps, int bits, gint16 *out, int values);
    void (*across)(const gint16 *row, int from, const lanczos_taps *taps, guint8 *out);
} resample_passes;

// With the vector instructions of this processor, or without.
resample_passes resample_best(void);
resample_passes resample_portable(void);
// The first of the two, where it differs: only for processors that have AVX2.
resample_passes resample_avx2(void);

#endif
