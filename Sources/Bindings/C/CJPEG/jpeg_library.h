// Only the way to the library: its pkg-config flags and its header. The calls are in CVipsShims.
#include <stdio.h>

#include <jpeglib.h>
