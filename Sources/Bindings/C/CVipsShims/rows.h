// Going through a picture row by row, between the files of this target only.
#ifndef CVIPS_ROWS_H
#define CVIPS_ROWS_H

typedef struct _VipsImage VipsImage;

// How many rows are asked for at a time: as many as stay in a processor's cache through all verbs, a few at least.
int cvips_rows_at_once(int width);

// Makes all pixels and hands their rows to `take` in order, on the calling thread. Ends where `take` does not answer 0.
int cvips_each_row(VipsImage *image, int (*take)(void *target, int y, const void *row), void *target);

// An empty picture in memory with the header of another, but for its size.
VipsImage *cvips_alike(VipsImage *image, int width, int height);

#endif
