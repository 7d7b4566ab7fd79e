#include "CVipsShims.h"

#include <malloc.h>
#include <vips/vips.h>

static void say_nothing(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data) {}

int cvips_start(void) {
    // The library takes its plug-in modules (ImageMagick, poppler, openslide, …) from below VIPSHOME, and only while
    // it starts. Nothing of them is wanted in a program that reads pictures from strangers.
    char *before = g_strdup(g_getenv("VIPSHOME"));
    g_setenv("VIPSHOME", "/nonexistent", TRUE);
    int code = vips_init("vips");
    if (before)
        g_setenv("VIPSHOME", before, TRUE);
    else
        g_unsetenv("VIPSHOME");
    g_free(before);
    if (code != 0) return -1;

    // One thread a picture and many pictures at once beat many threads on one picture.
    vips_concurrency_set(1);
    // The cache keeps operations, and with them open files and pixels, for a second identical call that never comes.
    vips_cache_set_max(0);
    vips_block_untrusted_set(TRUE);
    // "Operations are blocked by class name and everything below it": first all loaders, then three are let in again.
    vips_operation_block_set("VipsForeignLoad", TRUE);
    vips_operation_block_set("VipsForeignLoadJpeg", FALSE);
    vips_operation_block_set("VipsForeignLoadPng", FALSE);
    vips_operation_block_set("VipsForeignLoadWebp", FALSE);
    // Warnings of the codecs would be printed among our own output. What matters comes back as an error.
    g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING | G_LOG_LEVEL_INFO | G_LOG_LEVEL_DEBUG, say_nothing, NULL);
    return 0;
}

// By default the allocator learns to keep what was freed: blocks of up to 32 MB come from heaps that grow and seldom
// shrink, one a thread. A process under a limit would run out of it on the second large picture. A few megabytes are
// kept: the small copies of every picture are that large, and taking them from the system anew costs as much as making
// them.
void cvips_return_memory(void) {
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, 16 << 20);
}

// Each thread takes a heap of its own otherwise, and what one has freed is no use to the others: memory that a long run
// would gather and never need.
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
