// A PNG file of 8-bit pixels in memory. Not for Swift.
#ifndef PNG_FILE_H
#define PNG_FILE_H

#include <stddef.h>
#include <stdint.h>

// Filters rows of `bands` bytes a pixel, each with its filter's number in front, as a PNG holds them: `filtered` takes
// height × (1 + width × bands) bytes. Each row gets the filter that leaves the smallest sum of absolute values, the
// rule of thumb that the PNG specification names (12.8); the rows are read, not kept.
void png_filter(const uint8_t *pixels, int width, int height, int bands, uint8_t *filtered);

// The file, with nothing in it but size and pixels, deflated at level 0 to 12; NULL when there is no memory. The
// caller frees it by `free`.
uint8_t *png_file(const uint8_t *filtered, int width, int height, int bands, int level, size_t *count);

#endif
