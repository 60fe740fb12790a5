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
    Note(
        """
        A step size or a norm that is best for one window need not suit another: at desk size each \
        window has its own. The claims are of T = 3.
        """)
    Problem(.copy(symbols: 2))
    Optimize(.adam(rate: 1e-3), batch: 32)
    With(.units, 64)
    With(.carriedClipNorm, 0.1)
    With(.sgScale, 0.1)
    With(.synthesizerLearningRate, 3e-4)
    // The same for the parameter gradient is --set gradient_scaling=normalize --set clip_norm=1.
    Sweep {
        Axis(.cell, [.elman, .lstm])
        Axis(.truncation, [3, 8])
        Axis(.carriedScaling, [.none, .clip, .normalize])
        Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
        Seeds(8)
    }
    Size(.smoke, updates: 60, seeds: 1) {
        Axis(.truncation, [3])
        With(.units, 8)
        With(.recordEvery, 20)
    }
    Size(.quick, updates: 4_000, seeds: 7) {
        Axis(.cell, [.lstm])
        Axis(.truncation, [3])
        With(.recordEvery, 1_000)
    }
    Size(.desk, updates: 20_000) {
        With(.recordEvery, 1_000)
        Tune(
            per: .cell, .truncation, .carriedScaling, .method, seeds: 2,
            by: .solvedLength, .heldOutLoss
        ) {
            With(.budget, 8_000)
            Axis(.learningRate, [3e-4, 1e-3, 3e-3])
            Axis(.synthesizerLearningRate, [3e-4, 1e-3])
            Axis(.carriedClipNorm, norms)
            Otherwise {
                Axis(.learningRate, [1e-4, 3e-4, 6e-4, 1e-3, 3e-3, 1e-2])
                Axis(.carriedClipNorm, norms)
            }
            Otherwise {
                Axis(
                    .learningRate,
                    [
                        1e-4, 2e-4, 3e-4, 5e-4, 7e-4, 1e-3, 1.5e-3, 2e-3, 3e-3, 5e-3, 7e-3, 1e-2,
                    ])
                Axis(.synthesizerLearningRate, [3e-4, 1e-3])
            }
            Otherwise {
                Axis(
                    .learningRate,
                    [
                        3e-5, 4e-5, 5e-5, 7e-5, 1e-4, 1.2e-4, 1.5e-4, 2e-4, 2.5e-4, 3e-4, 4e-4,
                        5e-4, 6e-4, 7e-4, 8e-4, 1e-3, 1.5e-3, 2e-3, 3e-3, 4e-3, 5e-3, 6e-3, 8e-3,
                        1e-2,
                    ])
            }
        }
    }
    Size(.paper, updates: 1_000_000) { paperSettings }
    Report {
        Table(.solvedLength, rows: .carriedScaling, columns: .method)
        Table(.gradientNorm, rows: .carriedScaling, columns: .method)
        Curve(.solvedLength, by: .carriedScaling, per: .method)
        Claim("P2c", "Normalizing the carried gradient lets the same window learn more.") {
            Compare(
                .solvedLength, of: .carriedScaling, .normalize, with: .none, expecting: .greater
            ).at(.truncation, 3).at(.method, .truncatedBPTT)
        }
        Claim("P2c, clip", "Clipping the carried gradient lets the same window learn more.") {
            Compare(
                .solvedLength, of: .carriedScaling, .clip, with: .none, expecting: .greater
            ).at(.truncation, 3).at(.method, .truncatedBPTT)
        }
        Claim("P2c, SG", "After equal updates a synthesizer brings more than normalizing does.") {
            Compare(
                .solvedLength, of: .method, .synthetic(.linear), with: .truncatedBPTT,
                expecting: .greater
            ).and(.carriedScaling, .none, with: .normalize).at(.truncation, 3)
        }
    }
}

/// From hardly any gradient carried on to a clip beyond most norms: of norms too large alone normalizing
/// would seem to harm, of clips too small alone clipping.
private let norms = [3e-4, 3e-3, 0.03, 3]
