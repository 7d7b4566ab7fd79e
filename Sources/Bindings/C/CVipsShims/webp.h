// Post-processing of a WebP file after its saver. Internal to this target.
#ifndef CVIPS_WEBP_H
#define CVIPS_WEBP_H

#include <stddef.h>

// Removes everything but the pixels: a file of the extended form becomes one of the simple form. The saver of 8.14 writes an
// EXIF chunk of its own even when it must write none. Returns the new size; a file with alpha or several pictures, and any
// other file, stays unchanged.
size_t webp_bare(void *file, size_t count);

#endif
