#include "CVipsShims.h"

#include <vips/vips.h>

int cvips_width(VipsImage *image) { return vips_image_get_width(image); }

int cvips_height(VipsImage *image) { return vips_image_get_height(image); }

int cvips_bands(VipsImage *image) { return vips_image_get_bands(image); }

int cvips_bits_per_band(VipsImage *image) {
    return (int)vips_format_sizeof(vips_image_get_format(image)) * 8;
}

bool cvips_has_alpha(VipsImage *image) { return vips_image_hasalpha(image); }

bool cvips_is_cmyk(VipsImage *image) {
    return vips_image_get_interpretation(image) == VIPS_INTERPRETATION_CMYK;
}

bool cvips_has_profile(VipsImage *image) { return vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0; }

const void *cvips_profile(VipsImage *image, size_t *count) {
    const void *bytes = NULL;
    if (!cvips_has_profile(image) || vips_image_get_blob(image, VIPS_META_ICC_NAME, &bytes, count) != 0) return NULL;
    return bytes;
}

const char *cvips_interpretation(VipsImage *image) {
    return vips_enum_nick(VIPS_TYPE_INTERPRETATION, vips_image_get_interpretation(image));
}

int cvips_header_int(VipsImage *image, const char *name, int otherwise) {
    int value = otherwise;
    // Tested first: reading an absent field would write into the error buffer.
    if (vips_image_get_typeof(image, name) == 0) return otherwise;
    return vips_image_get_int(image, name, &value) == 0 ? value : otherwise;
}
