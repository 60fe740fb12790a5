import Presage

/// Does a synthesizer at the window's end let an LSTM learn past its window?
let copyHorizon = Experiment("copy-horizon") {
    Note("Copy: see N symbols, then say them again.")
    Problem(.copy(symbols: 2))
    Network(.lstm(units: 64))
    Optimize(.adam(rate: 1e-3), batch: 32)
    Sweep {
        Axis(.truncation, [2, 3, 5, 8, 20])
        Axis(.method, [.truncatedBPTT, .synthetic(.linear), .synthetic(.mlpSkip)])
        Seeds(3)
    }
    Size(.smoke, updates: 60, seeds: 2) {
        With(.recordEvery, 20)
        With(.units, 16)
    }
    Size(.quick, updates: 12_000, seeds: 1)
}
