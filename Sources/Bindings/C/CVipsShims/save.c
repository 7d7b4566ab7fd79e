#include "CVipsShims.h"
#include "png.h"

#include <stdlib.h>
#include <vips/vips.h>

// Looks at no pixel: what counts is that the loader had to make them all.
static int look(VipsRegion *region, void *sequence, void *a, void *b, gboolean *stop) { return 0; }

int cvips_decode(VipsImage *image) {
    return vips_sink(image, vips_start_one, look, vips_stop_one, image, NULL);
}

// The savers' `strip` is not enough: the WebP saver of 8.14 writes the profile all the same, so the metadata goes first.
// Pixels per millimetre are not metadata to the library but a field of every picture, and the savers write them: set
// to one value, so that they cannot tell two sources apart.
static VipsImage *plain(VipsImage *image, bool strip) {
    static const char *names[] = {
        VIPS_META_ICC_NAME, VIPS_META_EXIF_NAME, VIPS_META_XMP_NAME, VIPS_META_IPTC_NAME,
        VIPS_META_PHOTOSHOP_NAME, VIPS_META_ORIENTATION,
    };
    VipsImage *out = NULL;
    if (!strip) {
        g_object_ref(image);
        return image;
    }
    if (vips_copy(image, &out, "xres", 72.0 / 25.4, "yres", 72.0 / 25.4, NULL) != 0) return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) vips_image_remove(out, names[i]);
    return out;
}

static int save(VipsImage *image, VipsTarget *target, const cvips_encoding *encoding) {
    switch (encoding->format) {
    case CVIPS_PNG:
        return vips_pngsave_target(
            image, target, "compression", encoding->compression, "interlace", encoding->interlaced, "filter",
            VIPS_FOREIGN_PNG_FILTER_ALL, "strip", encoding->strip, NULL);
    case CVIPS_JPEG:
        return vips_jpegsave_target(
            image, target, "Q", encoding->quality, "interlace", encoding->interlaced, "optimize_coding", TRUE,
            "strip", encoding->strip, NULL);
    case CVIPS_WEBP:
        return vips_webpsave_target(
            image, target, "Q", encoding->quality, "strip", encoding->strip, NULL);
    }
    return -1;
}

static int save_plain(VipsImage *image, VipsTarget *target, const cvips_encoding *encoding) {
    VipsImage *ready = plain(image, encoding->strip);
    if (!ready) return -1;
    int code = save(ready, target, encoding);
    g_object_unref(ready);
    return code;
}

// Three 8-bit bands as a PNG by libdeflate, which takes less than half of the time of libpng with zlib for as many
// bytes: the benchmark's page has the figures.
static void *png_bytes(VipsImage *image, int compression, size_t *count) {
    int width = vips_image_get_width(image), height = vips_image_get_height(image);
    size_t row = (size_t)width * 3, size = row * height;
    uint8_t *pixels = malloc(size), *filtered = malloc(size + height), *file = NULL;
    void *bytes = NULL;
    if (!pixels || !filtered) {
        vips_error("png", "out of memory");
    } else if (cvips_pixels(image, pixels, size) == 0) {
        png_filter(pixels, width, height, 3, filtered);
        file = png_file(filtered, width, height, 3, compression, count);
        if (!file) vips_error("png", "out of memory");
    }
    free(pixels);
    free(filtered);
    // What the library frees must come from its own allocator.
    if (file) bytes = g_memdup2(file, *count);
    free(file);
    return bytes;
}

static bool is_plain_rgb(VipsImage *image) {
    return image->Bands == 3 && image->BandFmt == VIPS_FORMAT_UCHAR &&
        image->Type == VIPS_INTERPRETATION_sRGB;
}

static bool is_ours(VipsImage *image, const cvips_encoding *encoding) {
    return encoding->format == CVIPS_PNG && encoding->strip && !encoding->interlaced && is_plain_rgb(image);
}

static int write_png(VipsImage *image, VipsTarget *target, int compression) {
    size_t count = 0;
    void *bytes = png_bytes(image, compression, &count);
    if (!bytes) return -1;
    int code = vips_target_write(target, bytes, count);
    g_free(bytes);
    return code == 0 ? vips_target_end(target) : -1;
}

int cvips_encode_file(VipsImage *image, const char *path, cvips_encoding encoding) {
    VipsTarget *target = vips_target_new_to_file(path);
    if (!target) return -1;
    int code = is_ours(image, &encoding) ? write_png(image, target, encoding.compression)
                                         : save_plain(image, target, &encoding);
    g_object_unref(target);
    return code;
}

void *cvips_encode_bytes(VipsImage *image, cvips_encoding encoding, size_t *count) {
    if (is_ours(image, &encoding)) return png_bytes(image, encoding.compression, count);
    VipsTarget *target = vips_target_new_to_memory();
    if (!target) return NULL;
    void *bytes = NULL;
    if (save_plain(image, target, &encoding) == 0) {
        VipsBlob *blob = NULL;
        g_object_get(target, "blob", &blob, NULL);
        if (blob) {
            const void *held = vips_blob_get(blob, count);
            bytes = g_memdup2(held, *count);
            vips_area_unref(VIPS_AREA(blob));
        }
    }
    g_object_unref(target);
    return bytes;
}

void cvips_kill(VipsImage *image) { vips_image_set_kill(image, TRUE); }
