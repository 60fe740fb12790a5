import CKernels

@inline(__always)
func elmanForward(
    rows: Int, units: Int, states: Target, inputWeights: Source, symbols: UnsafePointer<Int32>,
    bias: Source
) {
    for row in 0..<rows {
        let input = symbols[row] < 0 ? nil : inputWeights + Int(symbols[row]) * units
        let state = states + row * units
        forEachVector(units) { unit, lanes in
            var z = load(state + unit, lanes) + load(bias + unit, lanes)
            if let input { z += load(input + unit, lanes) }
            store(tanh(z), state + unit, lanes)
        }
    }
}

@inline(__always)
func tanhBackward(count: Int, states: Source, stateGradients: Source, gateGradients: Target) {
    forEachVector(count) { offset, lanes in
        let h = load(states + offset, lanes)
        let gradient = load(stateGradients + offset, lanes) * fma(-h, h, splat(1))
        store(gradient, gateGradients + offset, lanes)
    }
}
