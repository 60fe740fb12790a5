import Presage

/// Does scaling gradients do what a synthesizer does?
let gradientHealth = Experiment("gradient-health") {
    Note(
        """
        Vanishing can be cured by other means, it is said: scale a gradient up when it is too small \
        and down when it is too large. Here the gradient carried back through time is left alone, \
        clipped to a norm per sample at every step, or normalized to that norm, up and down. A \
        carried gradient of any size still stops at the end of its window: whether scaling it makes \
        up for what a synthesizer brings from beyond is the question.
        """)
    Problem(.copy(symbols: 2))
    Optimize(.adam(rate: 1e-3), batch: 32)
    With(.units, 64)
    With(.carriedClipNorm, 0.1)
    // The same for the parameter gradient is --set gradient_scaling=normalize --set clip_norm=1.
    Sweep {
        Axis(.cell, [.elman, .lstm])
        Axis(.truncation, [3, 5, 10])
        Axis(.carriedScaling, [.none, .clip, .normalize])
        Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
        Seeds(5)
    }
    Size(.smoke, updates: 60, seeds: 1) {
        Axis(.truncation, [3])
        With(.units, 8)
        With(.recordEvery, 20)
    }
    Size(.quick, updates: 8_000, seeds: 3) {
        Axis(.truncation, [5])
        With(.recordEvery, 1_000)
    }
    Size(.desk, updates: 60_000) { With(.recordEvery, 2_000) }
    Size(.paper, updates: 1_000_000) {
        paperSettings
        With(.sgScale, 0.1)
    }
    Report {
        Table(.solvedLength, rows: .carriedScaling, columns: .method)
        Table(.gradientNorm, rows: .carriedScaling, columns: .method)
        Claim("P2c", "Normalizing the carried gradient lets the same window learn more.") {
            Compare(
                .solvedLength, of: .carriedScaling, .normalize, with: .none, along: .truncation,
                expecting: .greater)
        }
        Claim("P2c, clip", "Clipping it does.") {
            Compare(
                .solvedLength, of: .carriedScaling, .clip, with: .none, along: .truncation,
                expecting: .greater)
        }
        Claim("P2c, SG", "A synthesizer brings something whether or not gradients are scaled.") {
            Compare(
                .solvedLength, of: .synthetic(.linear), with: .truncatedBPTT, expecting: .greater)
        }
    }
}
