#pragma once
#include <oneapi/dnnl/dnnl.h>

/// Declared here because the header that declares it belongs to a compiler, not to a library.
extern void omp_set_num_threads(int);
