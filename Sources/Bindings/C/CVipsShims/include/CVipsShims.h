// libvips as flat calls. Its operations are variadic and its casts are macros: Swift imports neither.
//
// Every call that answers `int` gives 0 for done and -1 for failed; every call that answers a picture gives NULL for
// failed, else a reference that the caller owns. The reason for a failure is in the library's error buffer.
#ifndef CVIPS_SHIMS_H
#define CVIPS_SHIMS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct _VipsImage VipsImage;

typedef enum { CVIPS_JPEG, CVIPS_PNG, CVIPS_WEBP } cvips_format;
// What makes a decode fail: nothing but what it cannot go on from, an early end, or whatever the codec warns of.
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
// What the loaded codec calls itself; NULL when it cannot say. The caller frees it.
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

// What libjpeg's warnings say of a file once all of it was decoded.
typedef enum {
    CVIPS_JPEG_WHOLE,
    // Coded data end before the picture does.
    CVIPS_JPEG_ENDS_EARLY,
    // Coded data are left over that belong to no pixel.
    CVIPS_JPEG_LEFT_OVER,
    // There are codes that mean nothing, or parts in the wrong order.
    CVIPS_JPEG_UNDECODABLE,
} cvips_jpeg_damage_kind;
typedef struct {
    cvips_jpeg_damage_kind kind;
    // What was left over.
    size_t bytes;
    // How often libjpeg warned, of harmless things too.
    long warnings;
} cvips_jpeg_damage;
typedef struct cvips_jpeg cvips_jpeg;
// As `cvips_open_file`, with every warning looked at. The rows must be asked for whole and once, top to bottom. The
// reading is the caller's to release, before or after the picture.
VipsImage *cvips_jpeg_open(const char *path, int shrink, cvips_jpeg **out);
// Reads what is left of the file, and tells its damage. To be called once, as the last thing.
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
// What a colour profile says of itself.
typedef struct {
    // The space of the numbers that go in, four letters as a number: "GRAY", "RGB ", "CMYK" …
    unsigned int space;
    // Whether it is of a class that a picture may have.
    bool suits_pictures;
    // The intent to ask for: relative where it has that, else the one that it has. None where no transform to sRGB can
    // be made.
    cvips_intent intent;
    // Its name, or the beginning of it; NULL without one. The caller frees it.
    char *description;
} cvips_profile_facts;
// False when it can't be read; nothing stays in the error buffer.
bool cvips_read_profile(const void *bytes, size_t count, cvips_profile_facts *out);
const char *cvips_interpretation(VipsImage *image);
// A whole number of the header, or `otherwise` when the picture does not carry it.
int cvips_header_int(VipsImage *image, const char *name, int otherwise);

// Verbs.
VipsImage *cvips_copy_to_memory(VipsImage *image);
VipsImage *cvips_upright(VipsImage *image);
VipsImage *cvips_with_orientation(VipsImage *image, int orientation);
// From the embedded profile when `from` is NULL. Eight bits come out, of alpha too. Where the embedded profile lacks the
// intent, the library uses a profile of its own in its place and does not say so.
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
// By Lanczos' kernel of three lobes, for three bands of 8 bits. In memory. Only what the part needs is read, from the
// first row of it to the last. `portable` leaves the processor's vector instructions aside; the bytes are the same.
VipsImage *cvips_resample(VipsImage *image, cvips_resampling to, bool portable);
// By a cubic whose support is as wide as the shrinking asks for, to `width` by `height`, neither more than there is.
VipsImage *cvips_shrink_to(VipsImage *image, int width, int height);
VipsImage *cvips_crop(VipsImage *image, int left, int top, int width, int height);

// Where the part of that size lies which is worth most: by attention, or by entropy.
int cvips_interesting(VipsImage *image, int width, int height, bool attention, int *left, int *top);

// Small copies of a picture, made in one pass from its first row to its last.
typedef struct {
    // Each pixel the mean of `factor` by `factor` pixels, colours weighed by their alpha. In memory.
    VipsImage *averaged;
    // One pixel out of each `stride` by `stride`, taken where a fixed sequence says, so that no pattern of the picture
    // can keep step with it. Its values are the picture's own. In memory.
    VipsImage *sampled;
    // Pixels of the whole picture that are not fully opaque.
    size_t translucent;
} cvips_copies;
int cvips_reduce(VipsImage *image, int factor, int stride, cvips_copies *out);

// Sheets.
// Text as its ink: one 8-bit band, as small as the ink is. Where the ink stands in the text's box, whose corner is the
// first line's, is told by the offsets. Lines are broken at `width`, within words only where there is no other way.
// `markup` is Pango's: everything that must not be is escaped by the caller. Text without ink fails.
VipsImage *cvips_text(const char *markup, const char *font, int width, bool centred);
int cvips_x_offset(VipsImage *image);
int cvips_y_offset(VipsImage *image);
// Each of three 8-bit bands of sRGB: a band of the picture, or its only one, times `scale`, plus `add`.
VipsImage *cvips_linear(VipsImage *image, const double scale[3], const double add[3]);
// On a canvas of one colour; what reaches outside is cut off.
VipsImage *cvips_embed(
    VipsImage *image, int left, int top, int width, int height, const double *colour, int bands);
VipsImage *cvips_insert(VipsImage *image, VipsImage *part, int left, int top);
// Row by row, `across` in a row; every cell is as large as the largest.
VipsImage *cvips_join(VipsImage *const *cells, int count, int across, int spacing, const double colour[3]);

// Out.
int cvips_decode(VipsImage *image);
int cvips_encode_file(VipsImage *image, const char *path, cvips_encoding encoding);
// The caller frees the bytes.
void *cvips_encode_bytes(VipsImage *image, cvips_encoding encoding, size_t *count);
// All pixels, row by row, into `count` bytes: as many as they take.
int cvips_pixels(VipsImage *image, void *bytes, size_t count);
// Any evaluation that reads through this picture stops soon and fails. From any thread.
void cvips_kill(VipsImage *image);

#endif
