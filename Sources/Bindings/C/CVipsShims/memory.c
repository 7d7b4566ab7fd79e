#include "CVipsShims.h"

#include <string.h>
#include <vips/vips.h>

#include "rows.h"

int cvips_rows_at_once(int width) { return VIPS_MAX(1, VIPS_MIN(64, (1 << 16) / width)); }

// The library's own sinks give each region to a thread of a pool, and after operations that work pixel by pixel a region is
// one row: both threads then wait for each other at every row, and an operation that reads neighbouring rows computes most
// of them again for each.
int cvips_each_row(VipsImage *image, int (*take)(void *target, int y, const void *row), void *target) {
    if (vips_image_pio_input(image) != 0) return -1;
    VipsRegion *region = vips_region_new(image);
    if (!region) return -1;
    int step = cvips_rows_at_once(image->Xsize);
    int code = 0;
    for (int top = 0; code == 0 && top < image->Ysize; top += step) {
        VipsRect rows = {0, top, image->Xsize, VIPS_MIN(step, image->Ysize - top)};
        // Fails when the picture was killed.
        code = vips_region_prepare(region, &rows);
        for (int y = top; code == 0 && y < top + rows.height; y++)
            code = take(target, y, VIPS_REGION_ADDR(region, 0, y));
    }
    g_object_unref(region);
    return code;
}

VipsImage *cvips_alike(VipsImage *image, int width, int height) {
    VipsImage *out = vips_image_new_memory();
    if (vips_image_pipelinev(out, VIPS_DEMAND_STYLE_ANY, image, NULL) != 0) {
        g_object_unref(out);
        return NULL;
    }
    out->Xsize = width;
    out->Ysize = height;
    // The file is marked as sequential; the new picture can be read in any order.
    vips_image_remove(out, VIPS_META_SEQUENTIAL);
    return out;
}

static int write_line(void *out, int y, const void *row) {
    return vips_image_write_line(out, y, (VipsPel *)row);
}

VipsImage *cvips_copy_to_memory(VipsImage *image) {
    // A picture in memory only gets another reference.
    if (image->dtype != VIPS_IMAGE_PARTIAL) return vips_image_copy_memory(image);
    VipsImage *out = vips_image_new_memory();
    int code = vips_image_pipelinev(out, VIPS_DEMAND_STYLE_ANY, image, NULL);
    if (code == 0) code = cvips_each_row(image, write_line, out);
    if (code == 0) return out;
    g_object_unref(out);
    return NULL;
}

typedef struct {
    char *bytes;
    size_t row;
} block;

static int copy_row(void *target, int y, const void *row) {
    block *out = target;
    memcpy(out->bytes + out->row * y, row, out->row);
    return 0;
}

int cvips_pixels(VipsImage *image, void *bytes, size_t count) {
    block out = {.bytes = bytes, .row = VIPS_IMAGE_SIZEOF_LINE(image)};
    if (out.row * image->Ysize != count) {
        vips_error("pixels", "the picture takes another number of bytes");
        return -1;
    }
    return cvips_each_row(image, copy_row, &out);
}
