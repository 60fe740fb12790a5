#include "KernelTable.h"

float *kernels_scratch(void) {
    static _Thread_local float scratch[8192 + 264 * 256 + 16] __attribute__((aligned(64)));
    return scratch;
}
