// Our own PNG writer. Internal to this target.
#ifndef CVIPS_PNG_H
#define CVIPS_PNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct _VipsImage VipsImage;

// Whether it writes this picture: three bands of 8 bits, and small enough to be filtered in memory.
bool png_suits(VipsImage *image);

// The bytes of a file without metadata: one IDAT, at deflate level 0 to 9. The caller frees them by g_free. NULL when a
// pixel could not be computed.
void *png_bytes(VipsImage *image, int level, size_t *count);

// A checksum of what the loaded libdeflate makes of fixed bytes; it may differ between versions.
uint32_t png_fingerprint(void);

#endif
