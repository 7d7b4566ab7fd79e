#include "png.h"

#include <libdeflate.h>
#include <string.h>
#include <vips/vips.h>

#include "png_filters.h"
#include "rows.h"

// libpng compresses rows by zlib. Here the whole picture is known, so it can be compressed at once by libdeflate, which
// takes a third of the time for a smaller file.

// In pixels. Above it the library's own saver is used, which has a few rows in memory: this one has the picture twice.
static const guint64 MOST_PIXELS = 1 << 24;

// The bytes around the pixels: the signature and IHDR, then the length and name of IDAT; its CRC and IEND after them.
enum { HEAD = 8 + 25 + 8, TAIL = 4 + 12 };

bool png_suits(VipsImage *image) {
    return image->BandFmt == VIPS_FORMAT_UCHAR && image->Bands == 3
        && (guint64)image->Xsize * image->Ysize <= MOST_PIXELS;
}

static guint8 *put32(guint8 *at, guint32 value) {
    for (int shift = 24; shift >= 0; shift -= 8) *at++ = (guint8)(value >> shift);
    return at;
}

static guint8 *put(guint8 *at, const void *bytes, size_t count) {
    memcpy(at, bytes, count);
    return at + count;
}

// A chunk's CRC covers its name and data.
static guint8 *put_sum(guint8 *at, const guint8 *name) {
    return put32(at, libdeflate_crc32(0, name, at - name));
}

static guint8 *put_head(guint8 *at, VipsImage *image, guint32 length) {
    at = put(at, "\x89PNG\r\n\x1a\n", 8);
    at = put32(at, 13);
    guint8 *name = at;
    at = put(at, "IHDR", 4);
    at = put32(at, image->Xsize);
    at = put32(at, image->Ysize);
    // Eight bits, red green blue, deflate, the usual filters, not interlaced.
    at = put(at, "\x08\x02\x00\x00\x00", 5);
    at = put_sum(at, name);
    at = put32(at, length);
    return put(at, "IDAT", 4);
}

typedef struct {
    png_filters *filters;
    guint8 *out;
    size_t row_size;
} filtering;

static int take(void *target, int y, const void *row) {
    filtering *to = target;
    png_filters_row(to->filters, row, to->out + to->row_size * y);
    return 0;
}

// All filtered rows in order.
static guint8 *filtered(VipsImage *image, size_t row_size) {
    guint8 *rows = g_try_malloc(row_size * image->Ysize);
    if (!rows) {
        vips_error("png", "out of memory");
        return NULL;
    }
    filtering to = {.filters = png_filters_new(image->Xsize), .out = rows, .row_size = row_size};
    int code = cvips_each_row(image, take, &to);
    png_filters_free(to.filters);
    if (code == 0) return rows;
    g_free(rows);
    return NULL;
}

void *png_bytes(VipsImage *image, int level, size_t *count) {
    size_t row_size = (size_t)image->Xsize * 3 + 1;
    size_t size = row_size * image->Ysize;
    guint8 *rows = filtered(image, row_size);
    struct libdeflate_compressor *compressor = rows ? libdeflate_alloc_compressor(level) : NULL;
    size_t room = compressor ? libdeflate_zlib_compress_bound(compressor, size) : 0;
    guint8 *file = room ? g_try_malloc(HEAD + room + TAIL) : NULL;
    if (file) {
        size_t length = libdeflate_zlib_compress(compressor, rows, size, file + HEAD, room);
        put_head(file, image, (guint32)length);
        guint8 *end = put_sum(file + HEAD + length, file + HEAD - 4);
        end = put32(end, 0);
        guint8 *name = end;
        end = put_sum(put(end, "IEND", 4), name);
        *count = end - file;
    } else if (rows) {
        vips_error("png", "out of memory");
    }
    if (compressor) libdeflate_free_compressor(compressor);
    g_free(rows);
    return file;
}

// libdeflate's library file has no version, and its header has the one of build time. So its output for fixed bytes, as
// compressible as a picture's, at a fast and at a thorough level, is its fingerprint.
guint32 png_fingerprint(void) {
    enum { SIZE = 1 << 15 };
    guint8 *bytes = g_malloc(SIZE * 3);
    guint32 state = 1, sum = 0;
    for (int i = 0; i < SIZE; i++) {
        state = state * 1664525u + 1013904223u;
        // Mostly small values, as after a filter.
        bytes[i] = (guint8)((state >> 24) % (1 + (state >> 20) % 16));
    }
    for (int level = 1; level <= 9; level += 4) {
        struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(level);
        if (!compressor) continue;
        size_t length = libdeflate_zlib_compress(compressor, bytes, SIZE, bytes + SIZE, SIZE * 2);
        sum = libdeflate_crc32(sum, bytes + SIZE, length);
        libdeflate_free_compressor(compressor);
    }
    g_free(bytes);
    return sum;
}
