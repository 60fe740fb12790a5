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
    Note(
        """
        BPTT of T+k is truncated BPTT with a window one step longer on the same characters: fewer \
        updates, and less work than a synthesizer's. The oracle has the exact gradient of the steps \
        ahead; it and BP(λ) cannot look ahead to the end of a text and look as far as the setting \
        horizon says.
        """)
    Problem(.text())
    Network(.lstm(units: 64))
    Optimize(.adam(rate: 2e-3), batch: 16)
    With(.sgScale, 0.1)
    Sweep {
        Axis(.truncation, [2, 3, 5, 8, 20])
        Axis(
            .method,
            [
                .truncatedBPTT, .truncatedBPTTExtra, .synthetic(.linear),
                .synthetic(.linear, .warmUp), .synthetic(.mlpSkip),
                .synthetic(.mlpSkip, .auxiliary), .bpLambda(.linear), .oracle,
            ])
        Seeds(3)
    }
    Size(.smoke, timeSteps: 300, seeds: 1) {
        Axis(.method, [.truncatedBPTT, .synthetic(.linear), .synthetic(.mlpSkip)])
        With(.recordEvery, 100)
        With(.evaluateEvery, 150)
        With(.units, 16)
        With(.evaluationCharacters, 2_000)
    }
    Size(.quick, timeSteps: 40_000, seeds: 1) {
        Axis(.truncation, [2, 3, 5, 20])
        Axis(
            .method,
            [
                .truncatedBPTT, .truncatedBPTTExtra, .synthetic(.linear),
                .synthetic(.mlpSkip, .auxiliary),
            ])
        With(.recordEvery, 2_000)
        With(.evaluateEvery, 4_000)
        With(.evaluationCharacters, 20_000)
    }
    Size(.desk, timeSteps: 400_000) {
        With(.recordEvery, 10_000)
        With(.evaluateEvery, 20_000)
        With(.evaluationCharacters, 100_000)
        With(.horizon, 20)
    }
    // The paper's own text is --set data=FOLDER with the Penn Treebank's three files.
    Size(.paper, timeSteps: 5_000_000) {
        With(.units, 1024)
        With(.batch, 256)
        With(.learningRate, 7e-5)
        With(.synthesizerLearningRate, 7e-5)
        With(.synthesizerHidden, 1024)
        With(.recordEvery, 50_000)
        With(.evaluateEvery, 100_000)
        With(.evaluationCharacters, 400_000)
        With(.horizon, 20)
    }
    Report {
        Table(
            .testBitsPerCharacter, rows: .method, columns: .truncation, beside: .jaderberg2017Text)
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
        Claim("P2a, T+k", "It does better than a window that is one step longer.") {
            Compare(
                .testBitsPerCharacter, of: .synthetic(.linear), with: .truncatedBPTTExtra,
                expecting: .less)
        }
        Claim("Aux", "An auxiliary task helps the synthesizer (DNI+Aux).") {
            Compare(
                .testBitsPerCharacter, of: .synthetic(.mlpSkip, .auxiliary),
                with: .synthetic(.mlpSkip), expecting: .less)
        }
        Claim("Warm-up", "Training the synthesizer before it is applied helps.") {
            Compare(
                .testBitsPerCharacter, of: .synthetic(.linear, .warmUp), with: .synthetic(.linear),
                expecting: .less)
        }
        Claim("BP(λ)", "Targets with less bootstrap train the synthesizer better.") {
            Compare(
                .testBitsPerCharacter, of: .bpLambda(.linear), with: .synthetic(.linear),
                expecting: .less)
        }
    }
}
