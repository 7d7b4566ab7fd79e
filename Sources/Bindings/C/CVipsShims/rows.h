// Reading a picture row by row. Internal to this target.
#ifndef CVIPS_ROWS_H
#define CVIPS_ROWS_H

typedef struct _VipsImage VipsImage;

// Rows to read at a time: as many as stay in the processor's cache through all operations, a few at least.
int cvips_rows_at_once(int width);

// Computes all pixels and passes their rows to `take` in order, on the calling thread. Ends when `take` does not return 0.
int cvips_each_row(VipsImage *image, int (*take)(void *target, int y, const void *row), void *target);

// An empty picture in memory with the header of another, but for its size.
VipsImage *cvips_alike(VipsImage *image, int width, int height);

#endif
