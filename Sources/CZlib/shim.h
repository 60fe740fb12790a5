#pragma once
#define ZLIB_CONST
#include <zlib.h>

// A C macro with a call inside, which Swift cannot import: 16 asks for gzip's header and checksum.

static inline int zlib_beginGunzip(z_stream *stream) {
    return inflateInit2(stream, 16 + MAX_WBITS);
}
