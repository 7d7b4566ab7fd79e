#ifndef PLANTED_FAULTS_H
#define PLANTED_FAULTS_H

/// Reads the byte at `index` of a block of eight.
int planted_heap(int index);

/// The number behind `number`, which the largest has not.
int planted_sum(int number);

#endif
