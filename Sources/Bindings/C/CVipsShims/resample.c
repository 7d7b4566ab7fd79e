#include "resample.h"

#include <string.h>
#include <vips/vips.h>

#include "CVipsShims.h"
#include "rows.h"

typedef struct {
    VipsImage *image;
    VipsRegion *region;
    lanczos_taps *across, *down;
    resample_passes passes;
    // The rows that are at hand, each in the place that its number gives; the next that is to come.
    guint8 *ring;
    size_t row_size;
    int places, next;
    // Rows to read at a time.
    int step;
    const guint8 **rows;
    gint16 *between;
    guint8 *line;
    VipsImage *out;
} resampling;

// Reads rows until the one before `end` is there. Rows above the first needed one are skipped: the first read starts there.
// Rows below the last are never read.
static int read_rows(resampling *r, int end) {
    int columns = r->across->to - r->across->from;
    while (r->next < end) {
        VipsRect part = {r->across->from, r->next, columns, VIPS_MIN(r->step, r->down->to - r->next)};
        // Fails when the picture was killed.
        if (vips_region_prepare(r->region, &part) != 0) return -1;
        for (int y = part.top; y < part.top + part.height; y++)
            memcpy(
                r->ring + r->row_size * (y % r->places), VIPS_REGION_ADDR(r->region, part.left, y),
                (size_t)columns * 3);
        r->next += part.height;
    }
    return 0;
}

static int run(resampling *r) {
    int values = (r->across->to - r->across->from) * 3;
    for (int y = 0; y < r->down->count; y++) {
        int first = r->down->first[y], taps = r->down->taps[y];
        if (read_rows(r, first + taps) != 0) return -1;
        // When enlarging, no read happens for many rows that would notice a kill.
        if (vips_image_iskilled(r->image)) return -1;
        for (int tap = 0; tap < taps; tap++)
            r->rows[tap] = r->ring + r->row_size * ((first + tap) % r->places);
        // Rows are processed in pairs; the neighbour of an odd last one has weight zero.
        r->rows[taps] = r->rows[taps - 1];
        r->passes.down(
            r->rows, r->down->weights + (size_t)y * r->down->stride, taps, r->down->bits, r->between, values);
        r->passes.across(r->between, r->across->from, r->across, r->line);
        if (vips_image_write_line(r->out, y, r->line) != 0) return -1;
    }
    return 0;
}

// How many rows must be in memory at once, when no more are read than a new row needs.
static int rows_at_hand(const lanczos_taps *taps) {
    int found = 1, end = 0;
    for (int i = 0; i < taps->count; i++) {
        end = VIPS_MAX(end, taps->first[i] + taps->taps[i]);
        found = VIPS_MAX(found, end - taps->first[i]);
    }
    return found;
}

static void release(resampling *r) {
    if (r->region) g_object_unref(r->region);
    lanczos_free(r->across);
    lanczos_free(r->down);
    g_free(r->ring);
    g_free(r->rows);
    g_free(r->between);
    g_free(r->line);
}

VipsImage *cvips_resample(VipsImage *image, cvips_resampling to, bool portable) {
    if (vips_image_get_format(image) != VIPS_FORMAT_UCHAR || vips_image_get_bands(image) != 3) {
        vips_error("resample", "not a picture of three bands of 8 bits");
        return NULL;
    }
    if (vips_image_pio_input(image) != 0) return NULL;
    resampling r = {
        .image = image, .passes = portable ? resample_portable() : resample_best(),
        .across = lanczos_new(image->Xsize, to.width, to.left, to.across),
        .down = lanczos_new(image->Ysize, to.height, to.top, to.down),
    };
    if (!r.across || !r.down) {
        vips_error("resample", "the part reaches outside of the new picture");
        release(&r);
        return NULL;
    }
    int columns = r.across->to - r.across->from;
    r.step = cvips_rows_at_once(image->Xsize);
    r.places = rows_at_hand(r.down) + r.step;
    r.next = r.down->from;
    // Whole cache lines.
    r.row_size = ((size_t)columns * 3 + SLACK + 63) / 64 * 64;
    r.ring = g_malloc0(r.row_size * r.places);
    r.rows = g_new(const guint8 *, r.places + 1);
    r.between = g_new0(gint16, (size_t)columns * 3 + SLACK);
    r.line = g_malloc((size_t)to.across * 3 + SLACK);
    r.region = vips_region_new(image);
    r.out = cvips_alike(image, to.across, to.down);
    int code = r.region && r.out ? run(&r) : -1;
    release(&r);
    if (code == 0) return r.out;
    if (r.out) g_object_unref(r.out);
    return NULL;
}
