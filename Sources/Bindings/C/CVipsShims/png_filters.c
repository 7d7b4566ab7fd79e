#include "png_filters.h"

#include <stddef.h>
#include <string.h>

// Bytes of one pixel: the distance of the left neighbour. Before the first pixel it reads zeros.
enum { PIXEL = 3, FILTERS = 4 };

struct png_filters {
    ptrdiff_t size;
    // This row and the one above, each after a pixel of zeros.
    guint8 *row, *above;
    guint8 *tried[FILTERS];
};

// Plain loops without a branch, which the compiler vectorises.

static void sub(const guint8 *restrict row, const guint8 *restrict above, guint8 *restrict out, ptrdiff_t size) {
    for (ptrdiff_t i = 0; i < size; i++) out[i] = row[i] - row[i - PIXEL];
}

static void up(const guint8 *restrict row, const guint8 *restrict above, guint8 *restrict out, ptrdiff_t size) {
    for (ptrdiff_t i = 0; i < size; i++) out[i] = row[i] - above[i];
}

static void average(
    const guint8 *restrict row, const guint8 *restrict above, guint8 *restrict out, ptrdiff_t size) {
    for (ptrdiff_t i = 0; i < size; i++) out[i] = row[i] - ((row[i - PIXEL] + above[i]) >> 1);
}

// Predicts each value by the neighbour (left, above or above left) that is nearest to left + above - above left; the first
// of them on a tie.
static void paeth(
    const guint8 *restrict row, const guint8 *restrict above, guint8 *restrict out, ptrdiff_t size) {
    for (ptrdiff_t i = 0; i < size; i++) {
        gint16 left = row[i - PIXEL], top = above[i], corner = above[i - PIXEL];
        gint16 to_left = top - corner;
        gint16 to_top = left - corner;
        gint16 to_corner = to_left + to_top;
        to_left = to_left < 0 ? -to_left : to_left;
        to_top = to_top < 0 ? -to_top : to_top;
        to_corner = to_corner < 0 ? -to_corner : to_corner;
        gint16 other = to_top <= to_corner ? top : corner;
        gint16 to_other = to_top <= to_corner ? to_top : to_corner;
        out[i] = row[i] - (guint8)(to_left <= to_other ? left : other);
    }
}

static guint64 distance_from_zero(const guint8 *values, ptrdiff_t size) {
    guint64 sum = 0;
    // Pieces short enough for 32-bit sums, which are faster.
    while (size > 0) {
        ptrdiff_t piece = MIN(size, 1 << 20);
        guint32 part = 0;
        for (ptrdiff_t i = 0; i < piece; i++) {
            guint8 value = values[i], minus = (guint8)(0 - value);
            part += value < minus ? value : minus;
        }
        sum += part;
        values += piece;
        size -= piece;
    }
    return sum;
}

png_filters *png_filters_new(int width) {
    png_filters *filters = g_new0(png_filters, 1);
    filters->size = (ptrdiff_t)width * PIXEL;
    filters->row = (guint8 *)g_malloc0(filters->size + PIXEL) + PIXEL;
    filters->above = (guint8 *)g_malloc0(filters->size + PIXEL) + PIXEL;
    for (int i = 0; i < FILTERS; i++) filters->tried[i] = g_malloc(filters->size);
    return filters;
}

void png_filters_row(png_filters *filters, const guint8 *row, guint8 *out) {
    static void (*const filter[FILTERS])(
        const guint8 *restrict, const guint8 *restrict, guint8 *restrict, ptrdiff_t) = {sub, up, average, paeth};
    guint8 *before = filters->above;
    filters->above = filters->row;
    filters->row = before;
    memcpy(filters->row, row, filters->size);
    guint64 nearest = G_MAXUINT64;
    int chosen = 0;
    for (int i = 0; i < FILTERS; i++) {
        filter[i](filters->row, filters->above, filters->tried[i], filters->size);
        guint64 distance = distance_from_zero(filters->tried[i], filters->size);
        if (distance >= nearest) continue;
        nearest = distance;
        chosen = i;
    }
    // In the format, 0 is no filter.
    *out = (guint8)(chosen + 1);
    memcpy(out + 1, filters->tried[chosen], filters->size);
}

void png_filters_free(png_filters *filters) {
    g_free(filters->row - PIXEL);
    g_free(filters->above - PIXEL);
    for (int i = 0; i < FILTERS; i++) g_free(filters->tried[i]);
    g_free(filters);
}
