#include "CVipsShims.h"

#include <malloc.h>
#include <vips/vips.h>

static void say_nothing(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data) {}

int cvips_start(void) {
    // The library takes its plug-in modules (ImageMagick, poppler, openslide, …) from below VIPSHOME, and only while
    // it starts. A program that reads untrusted pictures must not load them.
    char *before = g_strdup(g_getenv("VIPSHOME"));
    g_setenv("VIPSHOME", "/nonexistent", TRUE);
    int code = vips_init("vips");
    if (before)
        g_setenv("VIPSHOME", before, TRUE);
    else
        g_unsetenv("VIPSHOME");
    g_free(before);
    if (code != 0) return -1;

    // One thread a picture and several pictures at once is faster than several threads on one picture.
    vips_concurrency_set(1);
    // The cache keeps operations, and with them open files and pixels, for a second identical call that never comes.
    vips_cache_set_max(0);
    vips_block_untrusted_set(TRUE);
    // "Operations are blocked by class name and everything below it": first all loaders, then three are let in again.
    vips_operation_block_set("VipsForeignLoad", TRUE);
    vips_operation_block_set("VipsForeignLoadJpeg", FALSE);
    vips_operation_block_set("VipsForeignLoadPng", FALSE);
    vips_operation_block_set("VipsForeignLoadWebp", FALSE);
    // Warnings of the codecs would be printed into our own output. Errors are returned.
    g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING | G_LOG_LEVEL_INFO | G_LOG_LEVEL_DEBUG, say_nothing, NULL);
    return 0;
}

// By default the allocator adapts and keeps freed memory: blocks of up to 32 MB come from heaps, one a thread, that grow
// and rarely shrink. A process under a limit would exceed it on the second large picture. A few megabytes are kept: the
// small copies of every picture have that size, and allocating them from the system again costs as much as computing them.
void cvips_return_memory(void) {
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, 16 << 20);
}

// Otherwise each thread has its own heap, and memory that one has freed is not available to the others: a long run would
// accumulate it.
void cvips_share_memory(void) { mallopt(M_ARENA_MAX, 2); }

int cvips_version(int part) { return vips_version(part); }

// "This function needs to be called when a thread that has been using vips exits", for threads that vips did not make.
void cvips_thread_shutdown(void) { vips_thread_shutdown(); }

char *cvips_take_error(void) {
    char *text = vips_error_buffer_copy();
    vips_error_clear();
    return text;
}

void cvips_free(void *memory) { g_free(memory); }
