#include "jpeg_damage.h"

#include <glib.h>
#include <jerror.h>

// Some encoders write a few extra bytes before a restart marker; such a run of coded data has few blocks, and real damage
// there would affect a small area. In real files the maximum was 10 blocks and 17 bytes. In addition, the bytes that a
// decoder reads at once may be left over from each run without a warning.
enum { SPOT_BLOCKS = 16, SPOT_BYTES = 32, TAKEN_AT_ONCE = 8 };

// Bytes that a decoder reads ahead, so that padding seems to begin behind its first bytes; and some more, because the last
// code may end in bits of the padding's value.
enum { READ_AHEAD = 16 };

// Whether the bytes repeat one value, as encoders pad a scan: zeros, 0xFF, or any value that is frequent enough. Where the
// value also precedes them, the decoder read it as codes: data were overwritten there.
static bool is_padding(const jpeg_watch *watch, size_t start, size_t count) {
    uint8_t value = watch->bytes[start];
    if (value != 0x00 && value != 0xFF && count < READ_AHEAD) return false;
    for (size_t at = start; at < start + count; at++)
        if (watch->bytes[at] != value) return false;
    size_t before = 0;
    while (before <= READ_AHEAD && before < start && watch->bytes[start - before - 1] == value) before++;
    return before <= READ_AHEAD;
}

// Whether the data between two restart markers, or the whole scan without any, have few blocks.
static bool is_spot(j_decompress_ptr codec) {
    unsigned blocks = codec->MCUs_per_row * codec->MCU_rows_in_scan;
    if (codec->restart_interval && codec->restart_interval < blocks) blocks = codec->restart_interval;
    return blocks <= SPOT_BLOCKS;
}

static void found(jpeg_watch *watch, cvips_jpeg_damage_kind kind) {
    // Only the first one counts: it causes the others.
    if (watch->found.kind == CVIPS_JPEG_WHOLE) watch->found.kind = kind;
}

// Bytes that were skipped before a marker. Between the segments before the pixels they are harmless. After coded data they
// are left over: the decoder finished early because it had lost synchronisation.
static void skipped(jpeg_watch *watch, j_decompress_ptr codec, size_t count) {
    size_t restarts = watch->silent_restarts, zeros = watch->silent_zeros;
    watch->silent_restarts = watch->silent_zeros = 0;
    watch->is_told = true;
    if (!watch->seen_pixels || watch->beyond_picture) return;
    if (watch->in_coded_data && count <= SPOT_BYTES + restarts * TAKEN_AT_ONCE && is_spot(codec)) return;
    count -= MIN(count, zeros);
    const uint8_t *next = codec->src->next_input_byte;
    // libjpeg inserts its own end marker at the end of the file.
    if (count == 0 || next < watch->bytes + count || next > watch->bytes + watch->size) return;
    if (is_padding(watch, next - watch->bytes - count, count)) return;
    watch->found.bytes += count;
    found(watch, CVIPS_JPEG_LEFT_OVER);
}

// An expected restart marker. The zeros before it may be padding that was read with the last codes.
static void restarted(jpeg_watch *watch, j_decompress_ptr codec) {
    watch->in_coded_data = true;
    watch->next_restart = (watch->next_restart + 1) % 8;
    if (!watch->is_told) {
        const uint8_t *at = codec->src->next_input_byte - 2;
        size_t zeros = 0;
        if (at >= watch->bytes && at < watch->bytes + watch->size)
            while (zeros < TAKEN_AT_ONCE && at > watch->bytes && at[-1] == 0) at--, zeros++;
        watch->silent_restarts++;
        watch->silent_zeros += zeros;
    }
    watch->is_told = false;
}

static void warned(jpeg_watch *watch, j_decompress_ptr codec) {
    switch (codec->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA: skipped(watch, codec, (size_t)codec->err->msg_parm.i[0]); break;
    case JWRN_HIT_MARKER:
    case JWRN_JPEG_EOF: found(watch, CVIPS_JPEG_ENDS_EARLY); break;
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC:
    // A scan that refines one that is missing.
    case JWRN_BOGUS_PROGRESSION: found(watch, CVIPS_JPEG_UNDECODABLE); break;
    // An unusual JFIF version, Adobe marker, profile or scan header: the pixels are complete.
    default: break;
    }
}

// A restart marker that no scan expects. Directly after coded data, and with the next number, it means that everything up
// to there was valid, and that the file has more rows than it declares.
static void unexpected(jpeg_watch *watch, j_decompress_ptr codec) {
    if (watch->in_coded_data && !jpeg_has_multiple_scans(codec)
        && codec->err->msg_parm.i[0] == JPEG_RST0 + watch->next_restart)
        watch->beyond_picture = true;
    watch->in_coded_data = false;
}

void jpeg_watch_message(jpeg_watch *watch, j_decompress_ptr codec, int level) {
    if (level < 0) {
        warned(watch, codec);
        return;
    }
    switch (codec->err->msg_code) {
    case JTRC_SOS:
        watch->seen_pixels = watch->in_coded_data = true;
        watch->beyond_picture = false;
        watch->next_restart = 0;
        watch->silent_restarts = watch->silent_zeros = 0;
        watch->is_told = false;
        break;
    case JTRC_RST: restarted(watch, codec); break;
    case JTRC_PARMLESS_MARKER: unexpected(watch, codec); break;
    case JTRC_SOF:
    case JTRC_DHT:
    case JTRC_DQT:
    case JTRC_DRI:
    case JTRC_DAC:
    case JTRC_EOI:
    case JTRC_APP0:
    case JTRC_APP14:
    case JTRC_JFIF:
    case JTRC_JFIF_EXTENSION:
    case JTRC_THUMB_JPEG:
    case JTRC_THUMB_PALETTE:
    case JTRC_THUMB_RGB:
    case JTRC_ADOBE:
    case JTRC_MISC_MARKER: watch->in_coded_data = watch->beyond_picture = false; break;
    default: break;
    }
}
