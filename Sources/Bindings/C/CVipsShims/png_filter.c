#include "png.h"

#include <stdlib.h>
#include <string.h>

// The five filters of the specification (9.2). Each byte is told by the one a pixel to the left, the one above, and the
// one above that; what lies outside the picture counts as 0. Plain loops over whole rows: every byte is known
// beforehand, so that the compiler turns them into vector instructions.

static void sub(const uint8_t *row, int count, int bands, uint8_t *out) {
    memcpy(out, row, bands);
    for (int i = bands; i < count; i++) out[i] = row[i] - row[i - bands];
}

static void up(const uint8_t *row, const uint8_t *above, int count, uint8_t *out) {
    for (int i = 0; i < count; i++) out[i] = row[i] - above[i];
}

static void average(const uint8_t *row, const uint8_t *above, int count, int bands, uint8_t *out) {
    for (int i = 0; i < bands; i++) out[i] = row[i] - above[i] / 2;
    for (int i = bands; i < count; i++) out[i] = row[i] - (uint8_t)((row[i - bands] + above[i]) / 2);
}

// The nearest of left, above and corner to left + above - corner; of equals the first.
static void paeth(const uint8_t *row, const uint8_t *above, int count, int bands, uint8_t *out) {
    for (int i = 0; i < bands; i++) out[i] = row[i] - above[i];
    for (int i = bands; i < count; i++) {
        int16_t left = row[i - bands], top = above[i], corner = above[i - bands];
        int16_t to_left = abs(top - corner), to_top = abs(left - corner);
        int16_t to_corner = abs((int16_t)(left + top - 2 * corner));
        int16_t nearer = to_top <= to_corner ? top : corner;
        int16_t nearest = to_left <= to_top && to_left <= to_corner ? left : nearer;
        out[i] = (uint8_t)(row[i] - nearest);
    }
}

// The sum of a filtered row's bytes, each as the signed number that it may be.
static uint32_t weight(const uint8_t *row, int count) {
    uint32_t sum = 0;
    for (int i = 0; i < count; i++) sum += row[i] < 128 ? row[i] : 256 - row[i];
    return sum;
}

void png_filter(const uint8_t *pixels, int width, int height, int bands, uint8_t *filtered) {
    int count = width * bands;
    uint8_t *scratch = calloc(2, count);
    // Without memory for choosing, rows are stored as they are: a larger file, and the same picture.
    if (!scratch) {
        for (int y = 0; y < height; y++) {
            *filtered = 0;
            memcpy(filtered + 1, pixels + (size_t)y * count, count);
            filtered += count + 1;
        }
        return;
    }
    const uint8_t *nothing = scratch + count;
    for (int y = 0; y < height; y++, filtered += count + 1) {
        const uint8_t *row = pixels + (size_t)y * count;
        const uint8_t *above = y > 0 ? row - count : nothing;
        filtered[0] = 1;
        sub(row, count, bands, filtered + 1);
        uint32_t least = weight(filtered + 1, count);
        for (int kind = 2; kind <= 4; kind++) {
            if (kind == 2) up(row, above, count, scratch);
            if (kind == 3) average(row, above, count, bands, scratch);
            if (kind == 4) paeth(row, above, count, bands, scratch);
            uint32_t sum = weight(scratch, count);
            if (sum >= least) continue;
            least = sum;
            filtered[0] = kind;
            memcpy(filtered + 1, scratch, count);
        }
    }
    free(scratch);
}
