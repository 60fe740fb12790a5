"""Presage's random numbers: the counter-based generator Philox 4x32-10.

Source: Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".
"""

import torch

# Purposes of streams, as in RandomStream.swift.
SCHEDULE = 7
UORO_NOISE = 11
FEEDBACK = 12
BATCH_PERMUTATION = 20
DIRECT_FEEDBACK = 21


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


def drawn(count, probability, item=0):
    """Whether each of so many parts takes part in update `item`, from the upper 24 bits of a word."""
    bound = torch.tensor(probability, dtype=torch.float32).item()
    return [(word >> 8) * 2.0**-24 < bound for word in words(count, SCHEDULE, item)]


def cycle(count, item=0):
    """A uniformly random permutation that is one cycle (Sattolo 1986).

    An integer below a bound is the upper half of word·bound, unless its lower half is below
    2^32 mod bound (Lemire 2019)."""
    stream = iter(words(64 * count, BATCH_PERMUTATION, item))

    def below(bound):
        while True:
            product = next(stream) * bound
            if product & 0xFFFFFFFF >= 2**32 % bound:
                return product >> 32

    result = list(range(count))
    for i in range(count - 1, 0, -1):
        j = below(i)
        result[i], result[j] = result[j], result[i]
    return torch.tensor(result)
