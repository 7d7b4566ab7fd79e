#include "PlantedFaults.h"

#include <stdlib.h>

int planted_heap(int index) {
    volatile unsigned char *block = calloc(8, 1);
    int byte = block ? block[index] : 0;
    free((void *)block);
    return byte;
}

int planted_sum(int number) { return number + 1; }
