#include "CVipsShims.h"

#include <vips/vips.h>

int cvips_x_offset(VipsImage *image) { return vips_image_get_xoffset(image); }

int cvips_y_offset(VipsImage *image) { return vips_image_get_yoffset(image); }

VipsImage *cvips_text(const char *markup, const char *font, int width, bool centred) {
    VipsImage *out = NULL;
    // At 72 dots an inch a point is a pixel. Without "height" nothing is scaled to fit.
    int code = vips_text(
        &out, markup, "font", font, "width", width, "dpi", 72, "wrap", VIPS_TEXT_WRAP_WORD_CHAR, "align",
        centred ? VIPS_ALIGN_CENTRE : VIPS_ALIGN_LOW, NULL);
    return code == 0 ? out : NULL;
}

VipsImage *cvips_linear(VipsImage *image, const double scale[3], const double add[3]) {
    VipsImage *made = NULL;
    VipsImage *out = NULL;
    if (vips_linear(image, &made, scale, add, 3, "uchar", TRUE, NULL) != 0) return NULL;
    int code = vips_copy(made, &out, "interpretation", VIPS_INTERPRETATION_sRGB, NULL);
    g_object_unref(made);
    return code == 0 ? out : NULL;
}

VipsImage *cvips_embed(
    VipsImage *image, int left, int top, int width, int height, const double *colour, int bands) {
    VipsImage *out = NULL;
    VipsArrayDouble *background = vips_array_double_new(colour, bands);
    int code = vips_embed(
        image, &out, left, top, width, height, "extend", VIPS_EXTEND_BACKGROUND, "background", background, NULL);
    vips_area_unref(VIPS_AREA(background));
    return code == 0 ? out : NULL;
}

VipsImage *cvips_insert(VipsImage *image, VipsImage *part, int left, int top) {
    VipsImage *out = NULL;
    return vips_insert(image, part, &out, left, top, NULL) == 0 ? out : NULL;
}

VipsImage *cvips_join(VipsImage *const *cells, int count, int across, int spacing, const double colour[3]) {
    VipsImage *out = NULL;
    VipsArrayDouble *background = vips_array_double_new(colour, 3);
    // It only reads the list, though the parameter is not const.
    int code = vips_arrayjoin(
        (VipsImage **)cells, &out, count, "across", across, "shim", spacing, "background", background, NULL);
    vips_area_unref(VIPS_AREA(background));
    return code == 0 ? out : NULL;
}
