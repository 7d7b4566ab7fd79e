#include "CVipsShims.h"

#include <vips/vips.h>

int cvips_interesting(VipsImage *image, int width, int height, bool attention, int *left, int *top) {
    VipsImage *part = NULL;
    VipsInteresting way = attention ? VIPS_INTERESTING_ATTENTION : VIPS_INTERESTING_ENTROPY;
    if (vips_smartcrop(image, &part, width, height, "interesting", way, NULL) != 0) return -1;
    // A cropped image has its position as an offset back to the origin.
    *left = -vips_image_get_xoffset(part);
    *top = -vips_image_get_yoffset(part);
    g_object_unref(part);
    return 0;
}
