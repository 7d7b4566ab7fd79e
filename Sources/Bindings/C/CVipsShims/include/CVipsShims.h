// libvips as flat calls. Its operations are variadic and its casts are macros: Swift imports neither.
//
// Every call that returns `int` returns 0 for success and -1 for failure; every call that returns a picture returns NULL for
// failure, otherwise a reference that the caller owns. The reason of a failure is in the library's error buffer.
#ifndef CVIPS_SHIMS_H
#define CVIPS_SHIMS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct _VipsImage VipsImage;

typedef enum { CVIPS_JPEG, CVIPS_PNG, CVIPS_WEBP } cvips_format;
// What makes a decode fail: only fatal errors, also an early end, or also every warning of the codec.
typedef enum { CVIPS_LENIENT, CVIPS_TRUNCATION, CVIPS_WARNING } cvips_strictness;
typedef enum { CVIPS_NEAREST, CVIPS_LINEAR, CVIPS_CUBIC, CVIPS_LANCZOS3 } cvips_kernel;
typedef enum { CVIPS_GREY, CVIPS_RGB, CVIPS_CMYK } cvips_colours;
// The ICC's rendering intents, by their numbers.
typedef enum { CVIPS_NO_INTENT = -1, CVIPS_PERCEPTUAL, CVIPS_RELATIVE, CVIPS_SATURATION } cvips_intent;

// Compression is PNG's, quality the others'; interlaced means progressive for JPEG and nothing for WebP.
typedef struct {
    cvips_format format;
    int compression;
    int quality;
    bool interlaced;
    bool strip;
} cvips_encoding;

// The library.
int cvips_start(void);
void cvips_return_memory(void);
void cvips_share_memory(void);
int cvips_version(int part);
void cvips_thread_shutdown(void);
char *cvips_take_error(void);
void cvips_free(void *memory);
// The version of the loaded codec; NULL when it is unknown. The caller frees it.
char *cvips_codec_version(const char *codec);

// In.
// Decoded at 1/shrink of its sides: 1, 2, 4 or 8 for JPEG, any whole number for WebP, and nothing for PNG.
VipsImage *cvips_open_file(
    cvips_format format, const char *path, bool sequential, cvips_strictness strictness, int shrink);
VipsImage *cvips_open_bytes(
    cvips_format format, const void *bytes, size_t count, bool sequential, cvips_strictness strictness);
VipsImage *cvips_from_pixels(
    const void *pixels, size_t count, int width, int height, int bands, int bits, cvips_colours colours);
void cvips_ref(VipsImage *image);
void cvips_unref(VipsImage *image);

// The result of libjpeg's warnings once all of a file was decoded.
typedef enum {
    CVIPS_JPEG_WHOLE,
    // Coded data end before the picture does.
    CVIPS_JPEG_ENDS_EARLY,
    // Coded data that belong to no pixel are left over.
    CVIPS_JPEG_LEFT_OVER,
    // Invalid codes, or parts in the wrong order.
    CVIPS_JPEG_UNDECODABLE,
} cvips_jpeg_damage_kind;
typedef struct {
    cvips_jpeg_damage_kind kind;
    // Bytes that were left over.
    size_t bytes;
    // The number of libjpeg's warnings, harmless ones included.
    long warnings;
} cvips_jpeg_damage;
typedef struct cvips_jpeg cvips_jpeg;
// As `cvips_open_file`, with every warning examined. Read the rows whole and once, top to bottom. The caller releases the
// reading, before or after the picture.
VipsImage *cvips_jpeg_open(const char *path, int shrink, cvips_jpeg **out);
// Reads the rest of the file, and returns its damage. Call it once, last.
int cvips_jpeg_finish(cvips_jpeg *jpeg, cvips_jpeg_damage *out);
void cvips_jpeg_release(cvips_jpeg *jpeg);

// The header.
int cvips_width(VipsImage *image);
int cvips_height(VipsImage *image);
int cvips_bands(VipsImage *image);
int cvips_bits_per_band(VipsImage *image);
bool cvips_has_alpha(VipsImage *image);
bool cvips_is_cmyk(VipsImage *image);
bool cvips_has_profile(VipsImage *image);
// The embedded profile, which lives as long as the picture; NULL without one.
const void *cvips_profile(VipsImage *image, size_t *count);
// The header of a colour profile.
typedef struct {
    // The input colour space, four letters as a number: "GRAY", "RGB ", "CMYK" …
    unsigned int space;
    // Whether its class may be embedded in a picture.
    bool suits_pictures;
    // The intent to request: relative where it has that, otherwise the one that it has. None where no transform to sRGB can
    // be made.
    cvips_intent intent;
    // Its name, or the beginning of it; NULL without one. The caller frees it.
    char *description;
} cvips_profile_facts;
// False when it can't be read; the error buffer stays empty.
bool cvips_read_profile(const void *bytes, size_t count, cvips_profile_facts *out);
const char *cvips_interpretation(VipsImage *image);
// An integer field of the header, or `otherwise` when the picture does not have it.
int cvips_header_int(VipsImage *image, const char *name, int otherwise);

// Verbs.
VipsImage *cvips_copy_to_memory(VipsImage *image);
VipsImage *cvips_upright(VipsImage *image);
VipsImage *cvips_with_orientation(VipsImage *image, int orientation);
// From the embedded profile when `from` is NULL. The result has eight bits, alpha included. Where the embedded profile lacks
// the intent, the library silently uses its own profile instead.
VipsImage *cvips_icc_transform(VipsImage *image, const char *from, const char *to, cvips_intent intent);
VipsImage *cvips_to_srgb(VipsImage *image);
VipsImage *cvips_flatten(VipsImage *image, double red, double green, double blue);
VipsImage *cvips_resize(VipsImage *image, double horizontal, double vertical, cvips_kernel kernel);

// From the whole picture, made `width` by `height`, the part that begins at `left` and `top` and has `across` by `down`
// pixels.
typedef struct {
    int width, height;
    int left, top, across, down;
} cvips_resampling;
// By a Lanczos kernel of three lobes, for three bands of 8 bits. In memory. Only the rows that the part needs are read, from
// the first to the last. `portable` uses no vector instructions; the bytes are the same.
VipsImage *cvips_resample(VipsImage *image, cvips_resampling to, bool portable);
// By a cubic whose support is widened by the shrink factor, to `width` by `height`, neither larger than the picture.
VipsImage *cvips_shrink_to(VipsImage *image, int width, int height);
VipsImage *cvips_crop(VipsImage *image, int left, int top, int width, int height);

// The position of the most interesting part of that size: by attention, or by entropy.
int cvips_interesting(VipsImage *image, int width, int height, bool attention, int *left, int *top);

// Small copies of a picture, made in one pass from its first row to its last.
typedef struct {
    // Each pixel is the mean of `factor` by `factor` pixels, colours weighted by alpha. In memory.
    VipsImage *averaged;
    // One unchanged pixel of each `stride` by `stride`, at a position from a fixed pseudo-random sequence, so that no pattern
    // of the picture can align with it. In memory.
    VipsImage *sampled;
    // Pixels of the whole picture that are not fully opaque.
    size_t translucent;
} cvips_copies;
int cvips_reduce(VipsImage *image, int factor, int stride, cvips_copies *out);

// Sheets.
// Text as its ink: one 8-bit band, as small as the ink is. The offsets are the ink's position in the text's box, whose corner
// is the first line's. Lines are wrapped at `width`, inside of words only where necessary.
// `markup` is Pango's: the caller escapes plain text. Text without ink fails.
VipsImage *cvips_text(const char *markup, const char *font, int width, bool centred);
int cvips_x_offset(VipsImage *image);
int cvips_y_offset(VipsImage *image);
// Each of three 8-bit bands of sRGB: a band of the picture, or its only one, times `scale`, plus `add`.
VipsImage *cvips_linear(VipsImage *image, const double scale[3], const double add[3]);
// On a canvas of one colour; parts outside are cut off.
VipsImage *cvips_embed(
    VipsImage *image, int left, int top, int width, int height, const double *colour, int bands);
VipsImage *cvips_insert(VipsImage *image, VipsImage *part, int left, int top);
// Row by row, `across` in a row; every cell has the size of the largest.
VipsImage *cvips_join(VipsImage *const *cells, int count, int across, int spacing, const double colour[3]);

// Out.
int cvips_decode(VipsImage *image);
int cvips_encode_file(VipsImage *image, const char *path, cvips_encoding encoding);
// The caller frees the bytes.
void *cvips_encode_bytes(VipsImage *image, cvips_encoding encoding, size_t *count);
// All pixels, row by row, into exactly `count` bytes.
int cvips_pixels(VipsImage *image, void *bytes, size_t count);
// Makes every evaluation that reads through this picture stop soon and fail. Callable from any thread.
void cvips_kill(VipsImage *image);

#endif
