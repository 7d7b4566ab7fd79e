// Only the way to the library: its pkg-config flags and its header. The calls are in CVipsShims, because SwiftPM does
// not rebuild what depends on a changed system library header.
#include <vips/vips.h>
