#include "CVipsShims.h"

#include <vips/vips.h>

VipsImage *cvips_upright(VipsImage *image) {
    VipsImage *out = NULL;
    return vips_autorot(image, &out, NULL) == 0 ? out : NULL;
}

VipsImage *cvips_with_orientation(VipsImage *image, int orientation) {
    VipsImage *out = NULL;
    // "You must not change the metadata of a picture that others may hold": a copy first.
    if (vips_copy(image, &out, NULL) != 0) return NULL;
    vips_image_set_int(out, VIPS_META_ORIENTATION, orientation);
    return out;
}

// Sixteen bits become eight by rounding. The library takes the upper eight, which is half a level too dark on average.
static int scale_to_eight_bits(VipsImage *image, VipsImage **out) {
    // 65535 is 257 times 255. The cast truncates: (x + 128) / 257 rounds, and a quarter more keeps exact integers from
    // being truncated to the next lower one.
    return vips_linear1(image, out, 1 / 257.0, 128.25 / 257.0, "uchar", TRUE, NULL);
}

static int icc_transform(
    VipsImage *image, VipsImage **out, const char *from, const char *to, cvips_intent intent) {
    return from ? vips_icc_transform(
                      image, out, to, "input_profile", from, "depth", 8, "intent", intent,
                      "black_point_compensation", TRUE, NULL)
                : vips_icc_transform(
                      image, out, to, "embedded", TRUE, "depth", 8, "intent", intent,
                      "black_point_compensation", TRUE, NULL);
}

VipsImage *cvips_icc_transform(VipsImage *image, const char *from, const char *to, cvips_intent intent) {
    VipsImage *out = NULL;
    if (vips_image_get_format(image) != VIPS_FORMAT_USHORT || !vips_image_hasalpha(image))
        return icc_transform(image, &out, from, to, intent) == 0 ? out : NULL;
    // The library clips 16-bit alpha at 255 instead of scaling it, so alpha is converted separately.
    VipsImage *deep = NULL, *colours = NULL, *deep_alpha = NULL, *alpha = NULL;
    int last = vips_image_get_bands(image) - 1;
    bool failed = vips_extract_band(image, &deep, 0, "n", last, NULL) != 0 ||
                  icc_transform(deep, &colours, from, to, intent) != 0 ||
                  vips_extract_band(image, &deep_alpha, last, NULL) != 0 ||
                  scale_to_eight_bits(deep_alpha, &alpha) != 0 || vips_bandjoin2(colours, alpha, &out, NULL) != 0;
    VIPS_UNREF(deep);
    VIPS_UNREF(colours);
    VIPS_UNREF(deep_alpha);
    VIPS_UNREF(alpha);
    return failed ? NULL : out;
}

static VipsImage *in_eight_bits(VipsImage *image) {
    VipsInterpretation meaning = vips_image_get_interpretation(image);
    bool is_grey = meaning == VIPS_INTERPRETATION_GREY16;
    if (vips_image_get_format(image) != VIPS_FORMAT_USHORT || (!is_grey && meaning != VIPS_INTERPRETATION_RGB16)) {
        g_object_ref(image);
        return image;
    }
    VipsImage *scaled = NULL;
    VipsImage *out = NULL;
    if (scale_to_eight_bits(image, &scaled) != 0) return NULL;
    int code = vips_copy(
        scaled, &out, "interpretation", is_grey ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB, NULL);
    g_object_unref(scaled);
    return code == 0 ? out : NULL;
}

VipsImage *cvips_to_srgb(VipsImage *image) {
    VipsImage *eight = in_eight_bits(image);
    VipsImage *converted = NULL;
    VipsImage *out = NULL;
    if (!eight) return NULL;
    int code = vips_colourspace(eight, &converted, VIPS_INTERPRETATION_sRGB, NULL);
    g_object_unref(eight);
    if (code != 0) return NULL;
    code = vips_cast_uchar(converted, &out, NULL);
    g_object_unref(converted);
    return code == 0 ? out : NULL;
}

VipsImage *cvips_flatten(VipsImage *image, double red, double green, double blue) {
    double colour[3] = {red, green, blue};
    VipsImage *out = NULL;
    VipsArrayDouble *background = vips_array_double_new(colour, 3);
    int code = vips_flatten(image, &out, "background", background, "max_alpha", 255.0, NULL);
    vips_area_unref(VIPS_AREA(background));
    return code == 0 ? out : NULL;
}

VipsImage *cvips_resize(VipsImage *image, double horizontal, double vertical, cvips_kernel kernel) {
    static const VipsKernel kernels[] = {
        [CVIPS_NEAREST] = VIPS_KERNEL_NEAREST,
        [CVIPS_LINEAR] = VIPS_KERNEL_LINEAR,
        [CVIPS_CUBIC] = VIPS_KERNEL_CUBIC,
        [CVIPS_LANCZOS3] = VIPS_KERNEL_LANCZOS3,
    };
    VipsImage *out = NULL;
    int code = vips_resize(image, &out, horizontal, "vscale", vertical, "kernel", kernels[kernel], NULL);
    return code == 0 ? out : NULL;
}

VipsImage *cvips_shrink_to(VipsImage *image, int width, int height) {
    VipsImage *means = NULL;
    VipsImage *out = NULL;
    // Means of whole squares first, as long as four pixels are left for each new one: faster, with nearly the same result.
    int square = VIPS_MIN(vips_image_get_width(image) / width, vips_image_get_height(image) / height) / 4;
    if (square < 1) square = 1;
    if (vips_shrink(image, &means, square, square, "ceil", TRUE, NULL) != 0) return NULL;
    double across = (double)vips_image_get_width(means) / width;
    double down = (double)vips_image_get_height(means) / height;
    // The kernel is named: the default differs between versions.
    int code = vips_reduce(means, &out, across, down, "kernel", VIPS_KERNEL_CUBIC, NULL);
    g_object_unref(means);
    return code == 0 ? out : NULL;
}

VipsImage *cvips_crop(VipsImage *image, int left, int top, int width, int height) {
    VipsImage *out = NULL;
    return vips_extract_area(image, &out, left, top, width, height, NULL) == 0 ? out : NULL;
}
