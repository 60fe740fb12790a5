import Presage

/// The same question on text.
let textHorizon = Experiment("text-horizon") {
    Note("Text.")
    Problem(.text())
    Network(.lstm(units: 128))
    Optimize(.adam(rate: 2e-3), batch: 32)
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
    Size(.quick, timeSteps: 15_000, seeds: 1) {
        With(.recordEvery, 1_000)
        With(.evaluateEvery, 5_000)
        With(.evaluationCharacters, 20_000)
    }
}
