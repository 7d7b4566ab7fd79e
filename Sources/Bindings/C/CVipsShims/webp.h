// What is done to a WebP file behind its saver, between the files of this target only.
#ifndef CVIPS_WEBP_H
#define CVIPS_WEBP_H

#include <stddef.h>

// Leaves nothing in a file but its pixels: of the extended form, the chunk of the picture in the simple form. The saver
// of 8.14 writes an EXIF part of its own making even where it is told to write none. Gives the new size; a file with
// alpha or several pictures, and what is no such file, stays as it is.
size_t webp_bare(void *file, size_t count);

#endif
