// PNG's filters. Internal to this target.
#ifndef CVIPS_PNG_FILTERS_H
#define CVIPS_PNG_FILTERS_H

#include <glib.h>

// Turns the rows of a picture of three bands of 8 bits into the bytes to compress: the filter's number, and the filtered
// row. Each row gets the one of four filters whose values are nearest to zero, which compresses well ("minimum sum of
// absolute differences", as the format's specification recommends it).
typedef struct png_filters png_filters;

png_filters *png_filters_new(int width);
// Filters the next row, starting with the first, and writes `width` * 3 + 1 bytes.
void png_filters_row(png_filters *filters, const guint8 *row, guint8 *out);
void png_filters_free(png_filters *filters);

#endif
