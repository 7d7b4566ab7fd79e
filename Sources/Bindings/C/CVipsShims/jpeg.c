#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jpeglib.h>
#include <vips/vips.h>

#include "CVipsShims.h"
#include "jpeg_damage.h"

// libvips reads JPEG files through libjpeg too, but checks its warnings only before each eight rows and reports the first
// one. Damage shows in later warnings, in the last rows, and behind them. So this code reads the rows from libjpeg
// directly, with the settings of libvips: the pixels are the same.
struct cvips_jpeg {
    // The picture holds one reference, the caller another.
    gint holders;
    struct jpeg_decompress_struct codec;
    struct jpeg_error_mgr errors;
    jmp_buf failed;
    jpeg_watch watch;
    // One row of the codec, which may be wider than the picture by the remainder of shrinking.
    guint8 *row;
    bool is_started;
};

static void fail(j_common_ptr codec) {
    char words[JMSG_LENGTH_MAX];
    codec->err->format_message(codec, words);
    vips_error("jpeg", "%s", words);
    longjmp(((cvips_jpeg *)codec->client_data)->failed, 1);
}

static void take_message(j_common_ptr codec, int level) {
    cvips_jpeg *jpeg = codec->client_data;
    if (level < 0) codec->err->num_warnings++;
    jpeg_watch_message(&jpeg->watch, &jpeg->codec, level);
}

static void print_nothing(j_common_ptr codec) {}

void cvips_jpeg_release(cvips_jpeg *jpeg) {
    if (!g_atomic_int_dec_and_test(&jpeg->holders)) return;
    jpeg_destroy_decompress(&jpeg->codec);
    if (jpeg->watch.bytes) munmap((void *)jpeg->watch.bytes, jpeg->watch.size);
    g_free(jpeg->row);
    g_free(jpeg);
}

static void picture_closed(VipsImage *image, cvips_jpeg *jpeg) { cvips_jpeg_release(jpeg); }

// The file, mapped: a warning is classified by the bytes around it. Files of the store never change.
static bool map(cvips_jpeg *jpeg, const char *path) {
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    void *bytes = MAP_FAILED;
    if (file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0)
        bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    int code = errno;
    if (file >= 0) close(file);
    if (bytes == MAP_FAILED) {
        vips_error("jpeg", "can't read the file: %s", g_strerror(code));
        return false;
    }
    jpeg->watch.bytes = bytes;
    jpeg->watch.size = (size_t)status.st_size;
    return true;
}

static bool read_header(cvips_jpeg *jpeg, int shrink) {
    if (setjmp(jpeg->failed)) return false;
    jpeg_create_decompress(&jpeg->codec);
    jpeg_mem_src(&jpeg->codec, jpeg->watch.bytes, jpeg->watch.size);
    jpeg_read_header(&jpeg->codec, TRUE);
    jpeg->codec.scale_num = 1;
    jpeg->codec.scale_denom = (unsigned)shrink;
    jpeg_calc_output_dimensions(&jpeg->codec);
    return true;
}

static int generate(VipsRegion *out, void *sequence, void *a, void *b, gboolean *stop) {
    cvips_jpeg *jpeg = a;
    VipsRect *part = &out->valid;
    if (part->left != 0 || part->width != out->im->Xsize || (unsigned)part->top != jpeg->codec.output_scanline) {
        vips_error("jpeg", "rows must be asked for whole and in their order");
        return -1;
    }
    if (setjmp(jpeg->failed)) return -1;
    if (!jpeg->is_started) {
        jpeg->is_started = true;
        jpeg_start_decompress(&jpeg->codec);
    }
    size_t size = VIPS_IMAGE_SIZEOF_LINE(out->im);
    for (int y = part->top; y < part->top + part->height; y++) {
        guint8 *to = (guint8 *)VIPS_REGION_ADDR(out, 0, y);
        JSAMPROW row = jpeg->row;
        jpeg_read_scanlines(&jpeg->codec, &row, 1);
        memcpy(to, jpeg->row, size);
        // CMYK values are stored inverted.
        if (jpeg->codec.out_color_space == JCS_CMYK)
            for (size_t x = 0; x < size; x++) to[x] = 255 - to[x];
    }
    return 0;
}

VipsImage *cvips_jpeg_open(const char *path, int shrink, cvips_jpeg **out) {
    *out = NULL;
    // Everything from its header: size, colours, profile, orientation.
    VipsImage *header = cvips_open_file(CVIPS_JPEG, path, true, CVIPS_LENIENT, shrink);
    if (!header) return NULL;
    cvips_jpeg *jpeg = g_new0(cvips_jpeg, 1);
    jpeg->holders = 1;
    jpeg->codec.err = jpeg_std_error(&jpeg->errors);
    jpeg->codec.client_data = jpeg;
    jpeg->errors.error_exit = fail;
    jpeg->errors.emit_message = take_message;
    jpeg->errors.output_message = print_nothing;
    VipsImage *image = NULL;
    if (map(jpeg, path) && read_header(jpeg, shrink)) {
        if (jpeg->codec.output_components == header->Bands && (int)jpeg->codec.output_width >= header->Xsize
            && (int)jpeg->codec.output_height >= header->Ysize)
            image = vips_image_new();
        else
            vips_error("jpeg", "the file was changed while it was opened");
    }
    if (image) {
        jpeg->row = g_malloc((size_t)jpeg->codec.output_width * jpeg->codec.output_components);
        jpeg->holders++;
        g_signal_connect(image, "close", G_CALLBACK(picture_closed), jpeg);
        if (vips_image_pipelinev(image, VIPS_DEMAND_STYLE_FATSTRIP, header, NULL) != 0
            || vips_image_generate(image, NULL, generate, NULL, jpeg, NULL) != 0) {
            g_object_unref(image);
            image = NULL;
        }
    }
    g_object_unref(header);
    if (image)
        *out = jpeg;
    else
        cvips_jpeg_release(jpeg);
    return image;
}

int cvips_jpeg_finish(cvips_jpeg *jpeg, cvips_jpeg_damage *out) {
    if (setjmp(jpeg->failed)) return -1;
    if (!jpeg->is_started) {
        jpeg->is_started = true;
        jpeg_start_decompress(&jpeg->codec);
    }
    JSAMPROW row = jpeg->row;
    while (jpeg->codec.output_scanline < jpeg->codec.output_height) jpeg_read_scanlines(&jpeg->codec, &row, 1);
    jpeg_finish_decompress(&jpeg->codec);
    *out = jpeg->watch.found;
    out->warnings = jpeg->errors.num_warnings;
    return 0;
}
