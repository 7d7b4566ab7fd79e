#include "CVipsShims.h"

#include <vips/vips.h>

#define OPTIONS \
    "access", sequential ? VIPS_ACCESS_SEQUENTIAL : VIPS_ACCESS_RANDOM, "fail_on", fails[strictness], NULL

static const VipsFailOn fails[] = {
    [CVIPS_LENIENT] = VIPS_FAIL_ON_NONE,
    [CVIPS_TRUNCATION] = VIPS_FAIL_ON_TRUNCATED,
    [CVIPS_WARNING] = VIPS_FAIL_ON_WARNING,
};

// The loader of the format, never vips_image_new_from_file: its format detection tries every loader on the bytes, and one
// of them can be made to loop for ever.
VipsImage *cvips_open_file(
    cvips_format format, const char *path, bool sequential, cvips_strictness strictness, int shrink) {
    VipsImage *out = NULL;
    int code = -1;
    // A shrunk side is rounded down, to 0 even, and the library aborts the process over a picture without pixels.
    if (shrink > 1) {
        VipsImage *whole = cvips_open_file(format, path, sequential, strictness, 1);
        if (!whole) return NULL;
        bool fits = vips_image_get_width(whole) >= shrink && vips_image_get_height(whole) >= shrink;
        g_object_unref(whole);
        if (!fits) {
            vips_error("open", "a side of the picture is shorter than what it is to be shrunk by");
            return NULL;
        }
    }
    switch (format) {
    case CVIPS_JPEG: code = vips_jpegload(path, &out, "shrink", shrink, OPTIONS); break;
    case CVIPS_PNG: code = vips_pngload(path, &out, OPTIONS); break;
    case CVIPS_WEBP: code = vips_webpload(path, &out, "scale", 1.0 / shrink, OPTIONS); break;
    }
    return code == 0 ? out : NULL;
}

// Pixels are decoded later, when they are read, so the bytes must live as long as the picture: the blob is a copy, held by
// the source, which the picture holds.
VipsImage *cvips_open_bytes(
    cvips_format format, const void *bytes, size_t count, bool sequential, cvips_strictness strictness) {
    VipsImage *out = NULL;
    int code = -1;
    // The library makes no blob of zero bytes.
    if (count == 0) {
        vips_error("open", "the file is empty");
        return NULL;
    }
    VipsBlob *blob = vips_blob_copy(bytes, count);
    VipsSource *source = vips_source_new_from_blob(blob);
    vips_area_unref(VIPS_AREA(blob));
    if (!source) return NULL;
    switch (format) {
    case CVIPS_JPEG: code = vips_jpegload_source(source, &out, OPTIONS); break;
    case CVIPS_PNG: code = vips_pngload_source(source, &out, OPTIONS); break;
    case CVIPS_WEBP: code = vips_webpload_source(source, &out, OPTIONS); break;
    }
    g_object_unref(source);
    return code == 0 ? out : NULL;
}

VipsImage *cvips_from_pixels(
    const void *pixels, size_t count, int width, int height, int bands, int bits, cvips_colours colours) {
    VipsImage *raw = vips_image_new_from_memory_copy(
        pixels, count, width, height, bands, bits == 16 ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR);
    if (!raw) return NULL;
    VipsInterpretation meaning = VIPS_INTERPRETATION_CMYK;
    if (colours == CVIPS_GREY) meaning = bits == 16 ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_B_W;
    if (colours == CVIPS_RGB) meaning = bits == 16 ? VIPS_INTERPRETATION_RGB16 : VIPS_INTERPRETATION_sRGB;
    VipsImage *out = NULL;
    int code = vips_copy(raw, &out, "interpretation", meaning, NULL);
    g_object_unref(raw);
    return code == 0 ? out : NULL;
}

void cvips_ref(VipsImage *image) { g_object_ref(image); }

void cvips_unref(VipsImage *image) { g_object_unref(image); }
