#include "CVipsShims.h"

#include <vips/vips.h>

#include "png.h"
#include "webp.h"

// Ignores the pixels: the loader must compute them all.
static int look(VipsRegion *region, void *sequence, void *a, void *b, gboolean *stop) { return 0; }

int cvips_decode(VipsImage *image) {
    return vips_sink(image, vips_start_one, look, vips_stop_one, image, NULL);
}

// The savers' `strip` is not enough: the WebP saver of 8.14 writes the profile anyway, so the metadata is removed first.
// The resolution is not metadata to the library but a field of every picture, and the savers write it: set to one value, so
// that it does not depend on the source.
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
        // Optimised Huffman tables would make the file 3 % smaller and take longer than all other work.
        return vips_jpegsave_target(
            image, target, "Q", encoding->quality, "interlace", encoding->interlaced, "optimize_coding", FALSE,
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

// Whether the output of the library's saver must be changed, or the saver is too slow.
static bool is_ours(VipsImage *image, const cvips_encoding *encoding) {
    if (!encoding->strip) return false;
    if (encoding->format == CVIPS_WEBP) return true;
    return encoding->format == CVIPS_PNG && !encoding->interlaced && png_suits(image);
}

int cvips_encode_file(VipsImage *image, const char *path, cvips_encoding encoding) {
    VipsTarget *target = vips_target_new_to_file(path);
    if (!target) return -1;
    int code = -1;
    if (is_ours(image, &encoding)) {
        size_t count = 0;
        void *bytes = cvips_encode_bytes(image, encoding, &count);
        if (bytes && vips_target_write(target, bytes, count) == 0) code = vips_target_end(target);
        g_free(bytes);
    } else {
        code = save_plain(image, target, &encoding);
    }
    g_object_unref(target);
    return code;
}

static void *save_to_memory(VipsImage *image, const cvips_encoding *encoding, size_t *count) {
    VipsTarget *target = vips_target_new_to_memory();
    if (!target) return NULL;
    void *bytes = NULL;
    if (save_plain(image, target, encoding) == 0) {
        VipsBlob *blob = NULL;
        g_object_get(target, "blob", &blob, NULL);
        if (blob) {
            // The bytes are taken out of the blob, as in the library's own savers to memory: one copy less.
            bytes = VIPS_AREA(blob)->data;
            *count = VIPS_AREA(blob)->length;
            VIPS_AREA(blob)->free_fn = NULL;
            vips_area_unref(VIPS_AREA(blob));
        }
    }
    g_object_unref(target);
    return bytes;
}

void *cvips_encode_bytes(VipsImage *image, cvips_encoding encoding, size_t *count) {
    bool is_png = encoding.format == CVIPS_PNG;
    if (is_png && is_ours(image, &encoding)) return png_bytes(image, encoding.compression, count);
    void *bytes = save_to_memory(image, &encoding, count);
    if (bytes && encoding.format == CVIPS_WEBP && encoding.strip) *count = webp_bare(bytes, *count);
    return bytes;
}

void cvips_kill(VipsImage *image) { vips_image_set_kill(image, TRUE); }
