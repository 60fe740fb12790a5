#include "KernelTable.h"

enum { packed = PRODUCT_DEPTH * (PRODUCT_PANEL + PRODUCT_ROWS) + 16 };

static _Thread_local float scratch[packed + 12 * PRODUCT_PANEL] __attribute__((aligned(64)));

float *kernels_scratch(void) { return scratch; }

float *kernels_tile(void) { return scratch + packed; }
