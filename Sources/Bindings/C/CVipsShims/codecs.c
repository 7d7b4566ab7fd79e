#define _GNU_SOURCE
#include "CVipsShims.h"

#include "png.h"

#include <dlfcn.h>
#include <glib.h>
#include <limits.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

// The symbols are looked up in the process, so that the result is the version of the loaded library and not that of the
// headers at build time.
static void *find(const char *symbol) { return dlsym(RTLD_DEFAULT, symbol); }

// libjpeg-turbo has no call for its version. The loaded file has one in its name: libjpeg.so.62.3.0.
static char *file_version(const char *symbol) {
    Dl_info info;
    char path[PATH_MAX];
    void *address = find(symbol);
    if (!address || !dladdr(address, &info) || !info.dli_fname || !realpath(info.dli_fname, path)) return NULL;
    char *at = strstr(path, ".so.");
    return at ? g_strdup(at + 4) : NULL;
}

// Such as 0x010204 for 1.2.4.
static char *packed_bytes(const char *symbol) {
    int (*get)(void) = (int (*)(void))find(symbol);
    if (!get) return NULL;
    int packed = get();
    return g_strdup_printf("%d.%d.%d", packed >> 16 & 0xFF, packed >> 8 & 0xFF, packed & 0xFF);
}

char *cvips_codec_version(const char *codec) {
    if (strcmp(codec, "libjpeg") == 0) return file_version("jpeg_read_scanlines");
    if (strcmp(codec, "libwebp") == 0) return packed_bytes("WebPGetEncoderVersion");
    if (strcmp(codec, "libpng") == 0) {
        const char *(*get)(const void *) = (const char *(*)(const void *))find("png_get_libpng_ver");
        return get ? g_strdup(get(NULL)) : NULL;
    }
    if (strcmp(codec, "zlib") == 0) {
        const char *(*get)(void) = (const char *(*)(void))find("zlibVersion");
        return get ? g_strdup(get()) : NULL;
    }
    if (strcmp(codec, "libdeflate") == 0)
        return g_strdup_printf("%s-%08x", LIBDEFLATE_VERSION_STRING, png_fingerprint());
    if (strcmp(codec, "lcms2") == 0) {
        // Such as 2140 for 2.14.
        int (*get)(void) = (int (*)(void))find("cmsGetEncodedCMMversion");
        return get ? g_strdup_printf("%d.%d", get() / 1000, get() % 1000 / 10) : NULL;
    }
    return NULL;
}
