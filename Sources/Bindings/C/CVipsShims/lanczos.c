#include "resample.h"

#include <math.h>
#include <string.h>

// The Lanczos kernel of three lobes a side: sin(πx) / πx · sin(πx/3) / (πx/3).
static double lanczos3(double x) {
    if (x >= 3) return 0;
    if (x < 1e-9) return 1;
    double angle = G_PI * x;
    double third = sin(angle / 3);
    // sin(3a) = sin(a) · (3 - 4 sin²(a)): the sines are most of the work.
    return 3 * third * third * (3 - 4 * third * third) / (angle * angle);
}

// The weights of one new pixel; their sum is one. Returns their number, and the position of the first in `first`.
//
// A pixel's value is at its centre. The distance between two centres is an integer multiple of 1/(2 * target) of a source
// pixel, and computed as such: a mirrored line gets the same weights mirrored, to the last bit.
static int exact_weights(int source, int target, int index, double *weights, int *first) {
    gint64 centre = (2 * (gint64)index + 1) * source;
    // When shrinking, the kernel is wider by the same factor, so that every source pixel counts.
    double unit = 2.0 * MAX(source, target);
    gint64 reach = 3 * (gint64)MAX(source, target) * 2;
    gint64 left = (centre - reach) / (2 * (gint64)target) - 1;
    int at = (int)MAX(0, left);
    int taps = 0;
    double sum = 0;
    *first = -1;
    for (; at < source; at++) {
        gint64 distance = (2 * (gint64)at + 1) * target - centre;
        if (distance >= reach) break;
        double weight = lanczos3((double)ABS(distance) / unit);
        if (distance <= -reach) continue;
        if (*first < 0) *first = at;
        weights[taps++] = weight;
        sum += weight;
    }
    for (int i = 0; i < taps; i++) weights[i] /= sum;
    return taps;
}

// Rounds them to integers whose sum is exactly `one`: a uniform area stays uniform.
static void round_weights(const double *weights, int taps, int one, gint16 *out) {
    int rest = one;
    for (int i = 0; i < taps; i++) {
        out[i] = (gint16)lround(weights[i] * one);
        rest -= out[i];
    }
    // The largest takes the remainder. Two equal ones take half each, and an odd one goes to the side with fewer weights,
    // which is the picture's edge: in a mirrored picture, to the same pixel. Where the weights are symmetric there is no
    // odd one.
    int first = 0, last = 0;
    for (int i = 1; i < taps; i++) {
        if (out[i] > out[first]) first = i;
        if (out[i] >= out[last]) last = i;
    }
    int half = rest / 2;
    bool is_left = first < taps - 1 - last;
    out[first] += is_left ? rest - half : half;
    out[last] += is_left ? half : rest - half;
}

// Removes zeros at both ends, which occur at integer distances between centres.
static void trim(lanczos_taps *out, int entry, const gint16 *weights, int taps, int first) {
    while (taps > 1 && weights[taps - 1] == 0) taps--;
    int zeros = 0;
    while (zeros < taps - 1 && weights[zeros] == 0) zeros++;
    out->first[entry] = first + zeros;
    out->taps[entry] = taps - zeros;
    memcpy(out->weights + (size_t)entry * out->stride, weights + zeros, sizeof(gint16) * (taps - zeros));
}

lanczos_taps *lanczos_new(int source, int target, int start, int count) {
    if (source < 1 || target < 1 || start < 0 || count < 1 || start > target - count) return NULL;
    lanczos_taps *out = g_new0(lanczos_taps, 1);
    out->count = count;
    // Where a source pixel coincides with a new one its weight is one, which must fit into sixteen bits. When shrinking by
    // two or more, no weight is above a half, and one more bit of precision is available.
    out->bits = source >= 2 * (gint64)target ? 15 : 14;
    int most = (int)MIN(source, 6 * ((gint64)MAX(source, target) / target + 1) + 2);
    out->stride = (most + 3) / 4 * 4;
    out->first = g_new(int, count);
    out->taps = g_new(int, count);
    out->weights = g_new0(gint16, (size_t)count * out->stride);
    double *exact = g_new(double, most + 2);
    gint16 *whole = g_new(gint16, most + 2);
    out->from = source;
    for (int i = 0; i < count; i++) {
        int first = 0;
        int taps = exact_weights(source, target, start + i, exact, &first);
        round_weights(exact, taps, 1 << out->bits, whole);
        trim(out, i, whole, taps, first);
        out->from = MIN(out->from, out->first[i]);
        out->to = MAX(out->to, out->first[i] + out->taps[i]);
    }
    g_free(exact);
    g_free(whole);
    return out;
}

void lanczos_free(lanczos_taps *taps) {
    if (!taps) return;
    g_free(taps->first);
    g_free(taps->taps);
    g_free(taps->weights);
    g_free(taps);
}
