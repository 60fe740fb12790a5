#include "KernelTable.h"

static _Thread_local float scratch[256 * 32 + 256 * 264 + 16 + 4 * 32] __attribute__((aligned(64)));

float *kernels_scratch(void) { return scratch; }

float *kernels_tile(void) { return scratch + 256 * 32 + 256 * 264 + 16; }
