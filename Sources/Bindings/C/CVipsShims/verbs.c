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

VipsImage *cvips_icc_transform(VipsImage *image, const char *from, const char *to) {
    VipsImage *out = NULL;
    int code = from
        ? vips_icc_transform(
            image, &out, to, "input_profile", from, "depth", 8, "intent", VIPS_INTENT_RELATIVE,
            "black_point_compensation", TRUE, NULL)
        : vips_icc_transform(
            image, &out, to, "embedded", TRUE, "depth", 8, "intent", VIPS_INTENT_RELATIVE,
            "black_point_compensation", TRUE, NULL);
    return code == 0 ? out : NULL;
}

VipsImage *cvips_to_srgb(VipsImage *image) {
    VipsImage *converted = NULL;
    VipsImage *out = NULL;
    if (vips_colourspace(image, &converted, VIPS_INTERPRETATION_sRGB, NULL) != 0) return NULL;
    int code = vips_cast_uchar(converted, &out, NULL);
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
    // Means of whole squares first, as long as four pixels are left for each new one: quicker and hardly different.
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
