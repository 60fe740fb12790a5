import CKernels

@inline(__always)
func lstmForward(
    rows: Int, units: Int, gates: Target, inputWeights: Source, symbols: UnsafePointer<Int32>?,
    bias: Source, previous: Source, next: Target, stateStride: Int
) {
    for row in 0..<rows {
        let symbol = symbols.map { Int($0[row]) } ?? -1
        let input = symbol < 0 ? nil : inputWeights + symbol * 4 * units
        let gate = gates + row * 4 * units
        let cell = previous + row * stateStride + units
        let state = next + row * stateStride
        forEachVector(units) { unit, lanes in
            let at = { (index: Int) in index * units + unit }
            let z = { (index: Int) in
                let recurrent = load(gate + at(index), lanes) + load(bias + at(index), lanes)
                guard let input else { return recurrent }
                return recurrent + load(input + at(index), lanes)
            }
            let (i, f, g, o) = (sigmoid(z(0)), sigmoid(z(1)), tanh(z(2)), sigmoid(z(3)))
            let c = fma(f, load(cell + unit, lanes), i * g)
            store(i, gate + at(0), lanes)
            store(f, gate + at(1), lanes)
            store(g, gate + at(2), lanes)
            store(o, gate + at(3), lanes)
            store(c, state + at(1), lanes)
        }
        forEachVector(units) { unit, lanes in
            let (o, c) = (load(gate + 3 * units + unit, lanes), load(state + units + unit, lanes))
            store(o * tanh(c), state + unit, lanes)
        }
    }
}

@inline(__always)
func lstmBackward(
    rows: Int, units: Int, gates: Source, previous: Source, next: Source, stateStride: Int,
    stateGradient: Target, gateGradients: Target
) {
    let one = splat(1)
    for row in 0..<rows {
        let gate = gates + row * 4 * units
        let output = gateGradients + row * 4 * units
        let before = previous + row * stateStride + units
        let after = next + row * stateStride + units
        let hiddenGradient = stateGradient + row * 2 * units
        let cellGradient = hiddenGradient + units
        forEachVector(units) { unit, lanes in
            let at = { (index: Int) in index * units + unit }
            let i = load(gate + at(0), lanes)
            let f = load(gate + at(1), lanes)
            let g = load(gate + at(2), lanes)
            let o = load(gate + at(3), lanes)
            let squashed = tanh(load(after + unit, lanes))
            let dh = load(hiddenGradient + unit, lanes)
            let slope = fma(-squashed, squashed, one)
            let dc = fma(dh * o, slope, load(cellGradient + unit, lanes))
            store(dc * g * i * (one - i), output + at(0), lanes)
            store(dc * load(before + unit, lanes) * f * (one - f), output + at(1), lanes)
            store(dc * i * fma(-g, g, one), output + at(2), lanes)
            store(dh * squashed * o * (one - o), output + at(3), lanes)
            store(dc * f, cellGradient + unit, lanes)
        }
    }
}
