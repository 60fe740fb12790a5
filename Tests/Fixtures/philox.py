"""Presage's random numbers: the counter-based generator Philox 4x32-10.

Source: Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".
"""

import torch

# Purposes of streams, as in RandomStream.swift.
UORO_NOISE = 11
FEEDBACK = 12


def philox4x32(counter, key):
    """The ten-round bijection of four words under a key of two."""
    c, (k_0, k_1) = counter, key
    for _ in range(10):
        first, second = c[0] * 0xD2511F53, c[2] * 0xCD9E8D57
        c = (second >> 32 ^ c[1] ^ k_0, second & 0xFFFFFFFF,
             first >> 32 ^ c[3] ^ k_1, first & 0xFFFFFFFF)
        k_0, k_1 = (k_0 + 0x9E3779B9) & 0xFFFFFFFF, (k_1 + 0xBB67AE85) & 0xFFFFFFFF
    return c


def words(count, purpose, item=0, seed=0):
    """The first words of the stream of (seed, purpose, item)."""
    blocks = [philox4x32((block, 0, item & 0xFFFFFFFF, item >> 32), (seed, purpose))
              for block in range(-(-count // 4))]
    return [word for block in blocks for word in block][:count]


def uniform(shape, bound, purpose, item=0):
    """Uniform in ±bound, from the upper 24 bits of a word; row-major."""
    drawn = [2 * (word >> 8) * 2.0**-24 - 1 for word in words(shape.numel(), purpose, item)]
    return bound * torch.tensor(drawn).reshape(shape)


def signs(shape, purpose, item=0):
    """+1 where a word is odd, else -1; row-major."""
    drawn = [1.0 if word & 1 else -1.0 for word in words(shape.numel(), purpose, item)]
    return torch.tensor(drawn).reshape(shape)
