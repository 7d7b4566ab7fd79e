#include "webp.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

// "RIFF", a length, "WEBP"; then chunks of a name, a length and as many bytes, padded to an even number. Only for files that
// libwebp has written: those of strangers are walked in Swift (Foundations/Imaging).
enum { HEAD = 12, CHUNK = 8 };

static guint32 little(const guint8 *at) {
    return at[0] | (guint32)at[1] << 8 | (guint32)at[2] << 16 | (guint32)at[3] << 24;
}

static void put_little(guint8 *at, guint32 value) {
    for (int i = 0; i < 4; i++) at[i] = (guint8)(value >> (8 * i));
}

static bool is_named(const guint8 *at, const char *name) { return memcmp(at, name, 4) == 0; }

size_t webp_bare(void *file, size_t count) {
    guint8 *bytes = file;
    if (count < HEAD + CHUNK || !is_named(bytes, "RIFF") || !is_named(bytes + HEAD, "VP8X")) return count;
    guint8 *picture = NULL;
    size_t size = 0;
    for (size_t at = HEAD; at + CHUNK <= count;) {
        size_t length = CHUNK + (size_t)little(bytes + at + 4);
        length += length % 2;
        if (length > count - at || is_named(bytes + at, "ALPH") || is_named(bytes + at, "ANIM")) return count;
        if (is_named(bytes + at, "VP8 ") || is_named(bytes + at, "VP8L")) {
            if (picture) return count;
            picture = bytes + at;
            size = length;
        }
        at += length;
    }
    if (!picture) return count;
    memmove(bytes + HEAD, picture, size);
    put_little(bytes + 4, (guint32)(HEAD - 8 + size));
    return HEAD + size;
}
