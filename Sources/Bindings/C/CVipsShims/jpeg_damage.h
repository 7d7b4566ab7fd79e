// What libjpeg's warnings mean, between the files of this target only.
#ifndef CVIPS_JPEG_DAMAGE_H
#define CVIPS_JPEG_DAMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <jpeglib.h>

#include "CVipsShims.h"

// Where the reading of a file stands, as far as it tells what a warning means.
typedef struct {
    const uint8_t *bytes;
    size_t size;
    // Whether the last marker is one that coded data follow: what is skipped next stands behind coded data.
    bool in_coded_data;
    // Whether the file goes on with coded data below the last row of the picture.
    bool beyond_picture;
    // Whether coded data have begun.
    bool seen_pixels;
    // The number of the restart marker that comes next, 0 to 7.
    int next_restart;
    // libjpeg counts bytes that it took in and had no use for before a restart marker, and tells of them when it next skips
    // some: so many markers ago, and so many of them zeros.
    size_t silent_restarts, silent_zeros;
    // Whether the bytes before the marker that is being read were told of.
    bool is_told;
    cvips_jpeg_damage found;
} jpeg_watch;

// Takes each of libjpeg's messages: warnings, and the traces that say which marker was read.
void jpeg_watch_message(jpeg_watch *watch, j_decompress_ptr codec, int level);

#endif
