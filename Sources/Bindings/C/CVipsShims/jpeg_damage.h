// The meaning of libjpeg's warnings. Internal to this target.
#ifndef CVIPS_JPEG_DAMAGE_H
#define CVIPS_JPEG_DAMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <jpeglib.h>

#include "CVipsShims.h"

// The state of reading a file that determines the meaning of a warning.
typedef struct {
    const uint8_t *bytes;
    size_t size;
    // Whether coded data follow the last marker: bytes that are skipped next come after coded data.
    bool in_coded_data;
    // Whether the file has coded data beyond the last row of the picture.
    bool beyond_picture;
    // Whether coded data have begun.
    bool seen_pixels;
    // The number of the restart marker that comes next, 0 to 7.
    int next_restart;
    // libjpeg counts bytes that it read and did not use before a restart marker, and reports them when it next skips some: so
    // many markers ago, and so many of them zeros.
    size_t silent_restarts, silent_zeros;
    // Whether the bytes before the current marker were reported.
    bool is_told;
    cvips_jpeg_damage found;
} jpeg_watch;

// Receives all of libjpeg's messages: warnings, and the traces that name the marker that was read.
void jpeg_watch_message(jpeg_watch *watch, j_decompress_ptr codec, int level);

#endif
