// PNG's filters, between the files of this target only.
#ifndef CVIPS_PNG_FILTERS_H
#define CVIPS_PNG_FILTERS_H

#include <glib.h>

// The rows of a picture of three bands of 8 bits become what is compressed: a byte that names the filter, and the
// filtered row. Of the four filters, each row gets the one whose values lie nearest to zero, which is what compresses
// well ("minimum sum of absolute differences", as the format's specification recommends it).
typedef struct png_filters png_filters;

png_filters *png_filters_new(int width);
// Takes the next row, from the first on, and writes `width` * 3 + 1 bytes.
void png_filters_row(png_filters *filters, const guint8 *row, guint8 *out);
void png_filters_free(png_filters *filters);

#endif
