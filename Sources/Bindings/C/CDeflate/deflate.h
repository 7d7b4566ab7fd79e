// Only the way to the library: its pkg-config flags and its header. CVipsShims writes PNG files by it.
#include <libdeflate.h>
