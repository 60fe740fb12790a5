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
        Under which setting a synthesizer helps here is open: in a prototype a linear one at scale \
        1 brought nothing. The scale of the synthetic gradient where it enters the backward pass \
        is therefore an axis: 1, and the paper's 0.1. Methods without one do not read it: one run stands at both.
        """)
    Problem(.repeatCopy(symbols: 2))
    Network(.lstm(units: 64))
    Optimize(.adam(rate: 1e-3), batch: 32)
    With(.synthesizerLearningRate, 3e-4)
    Sweep {
        Axis(.truncation, [2, 3, 4, 5])
        Axis(.sgScale, [0.1, 1])
        Axis(
            .method,
            [
                .truncatedBPTT, .truncatedBPTTExtra, .synthetic(.linear), .synthetic(.mlpSkip),
                .synthetic(.mlpSkip, .auxiliary),
            ])
        Seeds(5)
    }
    Size(.smoke, updates: 60, seeds: 1) {
        Axis(.truncation, [3])
        Axis(.method, [.truncatedBPTT, .synthetic(.mlpSkip, .auxiliary)])
        With(.recordEvery, 20)
        With(.units, 16)
        With(.curriculumStart, 2)
    }
    Size(.quick, updates: 20_000, seeds: 2) {
        Axis(.truncation, [4])
        Axis(.method, [.truncatedBPTT, .synthetic(.linear), .synthetic(.mlpSkip, .auxiliary)])
    }
    Size(.desk, updates: 50_000) { With(.recordEvery, 2_000) }
    Size(.paper, updates: 2_000_000) {
        paperSettings
        With(.synthesizerHidden, 1024)
    }
    Report {
        Table(.solvedSteps, rows: .method, columns: .truncation, beside: .jaderberg2017RepeatCopy)
        Table(.solvedLength, rows: .method, columns: .truncation)
        Table(.solvedRepeats, rows: .method, columns: .truncation)
        Curve(.solvedSteps, by: .method, per: .truncation)
        Claim("P2a", "A synthesizer at the boundary learns sequences longer than the window can.") {
            Compare(
                .solvedSteps, of: .synthetic(.linear), with: .truncatedBPTT, expecting: .greater)
            Compare(
                .solvedSteps, of: .synthetic(.mlpSkip), with: .truncatedBPTT, expecting: .greater)
        }
        Claim("P2a, T+k", "It does better than the longer window that the same work buys.") {
            Compare(
                .solvedSteps, of: .synthetic(.linear), with: .truncatedBPTTExtra,
                expecting: .greater)
        }
        Claim("Aux", "An auxiliary task helps the synthesizer (DNI+Aux).") {
            Compare(
                .solvedSteps, of: .synthetic(.mlpSkip, .auxiliary), with: .synthetic(.mlpSkip),
                expecting: .greater)
        }
    }
}
