import Presage

/// Does a synthesizer make a short window do the work of a long one on text?
let textHorizon = Experiment("text-horizon") {
    Note(
        """
        Predict the next character of the King James Bible. A text has no end within reach, so a \
        window of T steps always cuts something off. If a synthesizer makes up for it, the error \
        at a short window comes near that at a longer one.
        """)
    Note(
        """
        All cells read the same number of characters, so a short window makes more updates of \
        fewer steps: at this length of training that alone favours it. The synthetic gradient is \
        scaled by 0.1, the paper's setting: on an endless stream there is no boundary at which a \
        prediction is checked against the truth, and at scale 1 the bootstrapped target feeds on \
        itself until the network is lost (--set sg_scale=1 shows it; at scale 0.1 a network of 128 \
        units with a learning rate of 0.003 does too).
        """)
    Problem(.text())
    Network(.lstm(units: 64))
    Optimize(.adam(rate: 2e-3), batch: 16)
    With(.sgScale, 0.1)
    Sweep {
        Axis(.truncation, [2, 3, 5, 8, 20])
        Axis(.method, [.truncatedBPTT, .synthetic(.linear), .synthetic(.mlpSkip)])
        Seeds(3)
    }
    Size(.smoke, timeSteps: 300, seeds: 1) {
        With(.recordEvery, 100)
        With(.evaluateEvery, 150)
        With(.units, 16)
        With(.evaluationCharacters, 2_000)
    }
    Size(.quick, timeSteps: 40_000, seeds: 1) {
        With(.recordEvery, 2_000)
        With(.evaluateEvery, 4_000)
        With(.evaluationCharacters, 20_000)
    }
    Size(.desk, timeSteps: 400_000) {
        With(.recordEvery, 10_000)
        With(.evaluateEvery, 20_000)
        With(.evaluationCharacters, 100_000)
    }
    Report {
        Table(
            .testBitsPerCharacter, rows: .truncation, columns: .method, beside: .jaderberg2017Text)
        Curve(.bitsPerCharacter, by: .method, per: .truncation)
        Claim("P2a", "A synthesizer at the boundary lowers the error that the same window reaches.")
        {
            Compare(
                .testBitsPerCharacter, of: .synthetic(.linear), with: .truncatedBPTT,
                expecting: .less)
            Compare(
                .testBitsPerCharacter, of: .synthetic(.mlpSkip), with: .truncatedBPTT,
                expecting: .less)
        }
    }
}
