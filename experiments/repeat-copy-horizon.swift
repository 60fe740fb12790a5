import Presage

/// Does the synthesizer's advantage hold where a sequence is said several times over?
let repeatCopyHorizon = Experiment("repeat-copy-horizon") {
    Note(
        """
        Repeat Copy: see N random symbols, a delimiter and a number R, then say the symbols R times \
        and mark the end: (R + 1)N + 3 steps. N and R are raised in turn, N first, whenever the \
        error on held-out sequences falls below 0.15 bits per output. The figure of merit is the \
        number of steps of the longest sequences mastered within a fixed number of updates.
        """)
    Note(
        """
        BPTT of 2T has windows twice as long. SG permuted gives every sample the synthetic \
        gradient of another one of the batch. The scale of the synthetic gradient where it enters \
        the backward pass is the paper's, 0.1, and at desk size chosen like the step sizes.
        """)
    Problem(.repeatCopy(symbols: 2))
    Network(.lstm(units: 64))
    Optimize(.adam(rate: 1e-3), batch: 32)
    With(.synthesizerLearningRate, 3e-4)
    With(.sgScale, 0.1)
    Sweep {
        Axis(.truncation, [2, 3, 4, 5])
        Axis(
            .method,
            [
                .truncatedBPTT, .truncatedBPTTDouble, .synthetic(.linear),
                .permutedSynthetic(.linear), .synthetic(.mlpSkip), .synthetic(.mlpSkip, .auxiliary),
                .oracle, .fullBPTT,
            ])
        Seeds(8)
    }
    Size(.smoke, updates: 60, seeds: 1) {
        Axis(.truncation, [3])
        Axis(.method, [.truncatedBPTT, .synthetic(.mlpSkip, .auxiliary)])
        With(.recordEvery, 20)
        With(.units, 16)
        With(.curriculumStart, 2)
    }
    Size(.quick, updates: 20_000, seeds: 6) {
        Axis(.truncation, [4])
        Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
    }
    Size(.desk, updates: 20_000) {
        Axis(.truncation, [3, 5])
        With(.recordEvery, 2_000)
        Tune(per: .method, seeds: 2, by: .solvedSteps, .heldOutLoss) {
            Axis(.truncation, [3])
            With(.budget, 8_000)
            trialsOnCopies
        }
    }
    Size(.paper, updates: 2_000_000) {
        paperSettings
        With(.synthesizerHidden, 1024)
    }
    Report {
        Table(.solvedSteps, rows: .method, columns: .truncation, beside: .jaderberg2017RepeatCopy)
        Table(.solvedStepsNow, rows: .method, columns: .truncation)
        Table(.solvableSteps, rows: .method, columns: .truncation)
        Table(.solvedLength, rows: .method, columns: .truncation)
        Table(.solvedRepeats, rows: .method, columns: .truncation)
        Final(.solvedSteps, against: .truncation, by: .method, beside: .jaderberg2017RepeatCopy)
        Curve(.solvedSteps, by: .method, per: .truncation)
        Claim("P2a", "A synthesizer at the boundary learns sequences longer than the window can.") {
            Compare(
                .solvedSteps, of: .synthetic(.linear), with: .truncatedBPTT, expecting: .greater)
            Compare(
                .solvedSteps, of: .synthetic(.mlpSkip), with: .truncatedBPTT, expecting: .greater)
        }.answering(Question.worth)
        Claim(
            "P2a, 3 + 3",
            "Two windows joined by a synthesizer do more than one window twice as long."
        ) {
            Compare(
                .solvedSteps, of: .synthetic(.linear), with: .truncatedBPTTDouble,
                expecting: .greater)
        }
        Claim(
            "Control, sample",
            "What is predicted for a sample brings more than what is for another."
        ) {
            Compare(
                .solvedSteps, of: .synthetic(.linear), with: .permutedSynthetic(.linear),
                expecting: .greater)
        }
        Claim("Aux", "An auxiliary task helps the synthesizer (DNI+Aux).") {
            Compare(
                .solvedSteps, of: .synthetic(.mlpSkip, .auxiliary), with: .synthetic(.mlpSkip),
                expecting: .greater)
        }
    }
}
