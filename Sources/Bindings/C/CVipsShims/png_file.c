#include "png.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

static uint8_t *put_number(uint8_t *at, uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) *at++ = number >> shift;
    return at;
}

// A chunk whose data stand at `at + 8` already: length and name before them, the checksum of name and data behind.
static uint8_t *close_chunk(uint8_t *at, const char *name, size_t count) {
    put_number(at, count);
    memcpy(at + 4, name, 4);
    return put_number(at + 8 + count, libdeflate_crc32(0, at + 4, count + 4));
}

uint8_t *png_file(const uint8_t *filtered, int width, int height, int bands, int level, size_t *count) {
    static const uint8_t signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    size_t size = (size_t)height * (1 + (size_t)width * bands);
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(level);
    if (!compressor) return NULL;
    size_t bound = libdeflate_zlib_compress_bound(compressor, size);
    // Signature, IHDR of 13 bytes, IDAT, IEND; each chunk has 12 bytes around its data.
    uint8_t *file = malloc(sizeof signature + (12 + 13) + (12 + bound) + 12);
    size_t deflated = 0;
    if (file) {
        memcpy(file, signature, sizeof signature);
        uint8_t *at = file + sizeof signature;
        put_number(put_number(at + 8, width), height);
        // 8 bits a band; grey is colour type 0, RGB 2; deflate, the usual filters, not interlaced.
        const uint8_t rest[] = {8, bands == 1 ? 0 : 2, 0, 0, 0};
        memcpy(at + 16, rest, sizeof rest);
        at = close_chunk(at, "IHDR", 13);
        deflated = libdeflate_zlib_compress(compressor, filtered, size, at + 8, bound);
        at = close_chunk(at, "IDAT", deflated);
        at = close_chunk(at, "IEND", 0);
        *count = at - file;
    }
    libdeflate_free_compressor(compressor);
    if (deflated > 0) return file;
    free(file);
    return NULL;
}
