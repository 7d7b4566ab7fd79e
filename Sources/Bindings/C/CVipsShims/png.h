// Our own PNG writer, between the files of this target only.
#ifndef CVIPS_PNG_H
#define CVIPS_PNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct _VipsImage VipsImage;

// Whether it writes this picture: three bands of 8 bits, and not too large to be filtered in memory whole.
bool png_suits(VipsImage *image);

// The bytes of a file with nothing in it but the pixels: one IDAT, at deflate level 0 to 9. The caller frees them by
// g_free. NULL when a pixel could not be made.
void *png_bytes(VipsImage *image, int level, size_t *count);

// What the loaded libdeflate makes of fixed bytes; another of its versions may say another.
uint32_t png_fingerprint(void);

#endif
