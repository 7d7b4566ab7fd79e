#include "CVipsShims.h"

#include <string.h>
#include <vips/vips.h>

#include "rows.h"

// Rows to read at a time: fewer of very long ones, so that at most a megapixel is in memory.
static int rows_at_once(int width) { return VIPS_MAX(1, VIPS_MIN(16, (1 << 20) / width)); }

typedef struct {
    cvips_copies *out;
    int width, height, bands, factor, stride;
    bool wide, alpha;
    // Sums over each square of the block of rows so far: of colours (times alpha, if any) and of alpha.
    guint64 *sums;
    // Whole rows of the copies for writing.
    void *mean_row, *sample_row;
    guint32 state;
} reduction;

static guint64 value(const void *row, int at, bool wide) {
    return wide ? ((const guint16 *)row)[at] : ((const guint8 *)row)[at];
}

static void put(void *row, int at, bool wide, guint64 value) {
    if (wide)
        ((guint16 *)row)[at] = (guint16)value;
    else
        ((guint8 *)row)[at] = (guint8)value;
}

// A picture that is not reduced is copied; only its alpha is examined.
static int copy(reduction *r, int at, const void *row) {
    guint64 opaque = r->wide ? 65535 : 255;
    for (int x = 0; r->alpha && x < r->width; x++)
        if (value(row, (x + 1) * r->bands - 1, r->wide) != opaque) r->out->translucent++;
    return vips_image_write_line(r->out->averaged, at, (VipsPel *)row);
}

// Adds the pixels of a row that belong to one square.
static void add_pixels(reduction *r, guint64 *sums, const void *row, int left, int across) {
    if (!r->alpha && !r->wide && r->bands == 3) {
        // Nearly all pictures: a plain loop, which the compiler optimises.
        const guint8 *bytes = (const guint8 *)row + (size_t)left * 3;
        guint64 red = 0, green = 0, blue = 0;
        for (int i = 0; i < across; i++, bytes += 3) {
            red += bytes[0];
            green += bytes[1];
            blue += bytes[2];
        }
        sums[0] += red;
        sums[1] += green;
        sums[2] += blue;
        return;
    }
    int colours = r->alpha ? r->bands - 1 : r->bands;
    guint64 opaque = r->wide ? 65535 : 255;
    for (int x = left; x < left + across; x++) {
        int at = x * r->bands;
        guint64 weight = 1;
        if (r->alpha) {
            weight = value(row, at + colours, r->wide);
            sums[colours] += weight;
            if (weight != opaque) r->out->translucent++;
        }
        for (int band = 0; band < colours; band++) sums[band] += value(row, at + band, r->wide) * weight;
    }
}

static void add(reduction *r, const void *row) {
    guint64 *sums = r->sums;
    for (int left = 0; left < r->width; left += r->factor, sums += r->bands)
        add_pixels(r, sums, row, left, VIPS_MIN(r->factor, r->width - left));
}

// Writes the means of the added block of `rows` rows, and clears the sums.
static int write_means(reduction *r, int at, int rows) {
    int colours = r->alpha ? r->bands - 1 : r->bands;
    int squares = r->out->averaged->Xsize;
    for (int x = 0; x < squares; x++) {
        guint64 pixels = (guint64)VIPS_MIN(r->factor, r->width - x * r->factor) * rows;
        const guint64 *sums = r->sums + (size_t)x * r->bands;
        guint64 weight = r->alpha ? sums[colours] : pixels;
        for (int band = 0; band < colours; band++)
            put(r->mean_row, x * r->bands + band, r->wide, weight ? (sums[band] + weight / 2) / weight : 0);
        if (r->alpha) put(r->mean_row, x * r->bands + colours, r->wide, (weight + pixels / 2) / pixels);
    }
    memset(r->sums, 0, sizeof(guint64) * squares * r->bands);
    return vips_image_write_line(r->out->averaged, at, r->mean_row);
}

// The next number below `limit` of a fixed sequence (the multiplier is Knuth's for 32 bits).
static int below(reduction *r, int limit) {
    r->state = r->state * 1664525u + 1013904223u;
    return (int)(((guint64)r->state * limit) >> 32);
}

static int write_samples(reduction *r, int at, const void *row) {
    size_t size = (size_t)r->bands * (r->wide ? 2 : 1);
    for (int left = 0, x = 0; left < r->width; left += r->stride, x++) {
        int from = left + below(r, VIPS_MIN(r->stride, r->width - left));
        memcpy((char *)r->sample_row + x * size, (const char *)row + from * size, size);
    }
    return vips_image_write_line(r->out->sampled, at, r->sample_row);
}

static int run(reduction *r, VipsImage *image, VipsRegion *region) {
    int block = 0, in_block = 0, sample = 0;
    int wanted = below(r, VIPS_MIN(r->stride, r->height));
    int step = rows_at_once(r->width);
    for (int top = 0; top < r->height; top += step) {
        VipsRect rows = {0, top, r->width, VIPS_MIN(step, r->height - top)};
        // Fails when the picture was killed.
        if (vips_region_prepare(region, &rows) != 0) return -1;
        for (int y = top; y < top + rows.height; y++) {
            const void *row = VIPS_REGION_ADDR(region, 0, y);
            if (r->factor == 1) {
                if (copy(r, y, row) != 0) return -1;
            } else {
                add(r, row);
                if (++in_block == r->factor || y == r->height - 1) {
                    if (write_means(r, block++, in_block) != 0) return -1;
                    in_block = 0;
                }
            }
            if (y == wanted) {
                if (write_samples(r, sample++, row) != 0) return -1;
                int next = sample * r->stride;
                wanted = next < r->height ? next + below(r, VIPS_MIN(r->stride, r->height - next)) : -1;
            }
        }
    }
    return 0;
}

static VipsImage *smaller(VipsImage *image, int step) {
    return cvips_alike(image, (image->Xsize + step - 1) / step, (image->Ysize + step - 1) / step);
}

int cvips_reduce(VipsImage *image, int factor, int stride, cvips_copies *out) {
    VipsBandFormat format = vips_image_get_format(image);
    int bands = vips_image_get_bands(image);
    memset(out, 0, sizeof(*out));
    if ((format != VIPS_FORMAT_UCHAR && format != VIPS_FORMAT_USHORT) || bands > 4 || factor < 1 || stride < 1) {
        vips_error("reduce", "not a picture of up to four bands of 8 or 16 bits");
        return -1;
    }
    reduction r = {
        .out = out, .width = image->Xsize, .height = image->Ysize, .bands = bands, .factor = factor,
        .stride = stride, .wide = format == VIPS_FORMAT_USHORT, .alpha = vips_image_hasalpha(image), .state = 1,
    };
    VipsRegion *region = vips_region_new(image);
    out->averaged = smaller(image, factor);
    out->sampled = smaller(image, stride);
    bool ready = region && out->averaged && out->sampled;
    size_t means = ready ? (size_t)out->averaged->Xsize * bands : 0;
    size_t samples = ready ? (size_t)out->sampled->Xsize * bands : 0;
    r.sums = g_new0(guint64, means);
    r.mean_row = g_malloc(means * 2);
    r.sample_row = g_malloc(samples * 2);
    int code = ready ? run(&r, image, region) : -1;
    g_free(r.sums);
    g_free(r.mean_row);
    g_free(r.sample_row);
    if (region) g_object_unref(region);
    if (code != 0) {
        if (out->averaged) g_object_unref(out->averaged);
        if (out->sampled) g_object_unref(out->sampled);
        memset(out, 0, sizeof(*out));
    }
    return code;
}
