import CKernels

@inline(__always)
func gruForward(
    rows: Int, units: Int, gates: Target, adding: Bool, products: Source, inputWeights: Source,
    symbols: UnsafePointer<Int32>, bias: Source, recurrentBias: Source, candidates: Target,
    previous: Source, next: Target
) {
    for row in 0..<rows {
        let input = symbols[row] < 0 ? nil : inputWeights + Int(symbols[row]) * 3 * units
        let gate = gates + row * 3 * units
        let product = products + row * 3 * units
        let (state, candidate) = (row * units, candidates + row * units)
        forEachVector(units) { unit, lanes in
            let at = { (index: Int) in index * units + unit }
            let x = { (index: Int) in
                var x = load(bias + at(index), lanes)
                if adding { x += load(gate + at(index), lanes) }
                if let input { x += load(input + at(index), lanes) }
                return x
            }
            let r = sigmoid(load(product + at(0), lanes) + x(0))
            let z = sigmoid(load(product + at(1), lanes) + x(1))
            let a = load(product + at(2), lanes) + load(recurrentBias + unit, lanes)
            let n = tanh(fma(r, a, x(2)))
            store(r, gate + at(0), lanes)
            store(z, gate + at(1), lanes)
            store(n, gate + at(2), lanes)
            store(a, candidate + unit, lanes)
            let h = load(previous + state + unit, lanes)
            store(fma(z, h - n, n), next + state + unit, lanes)
        }
    }
}

@inline(__always)
func gruBackward(
    rows: Int, units: Int, gates: Source, candidates: Source, previous: Source,
    stateGradient: Target, gateGradients: Target, recurrentGradients: Target
) {
    let one = splat(1)
    for row in 0..<rows {
        let gate = gates + row * 3 * units
        let output = gateGradients + row * 3 * units
        let recurrent = recurrentGradients + row * 3 * units
        let (state, candidate) = (row * units, candidates + row * units)
        forEachVector(units) { unit, lanes in
            let at = { (index: Int) in index * units + unit }
            let r = load(gate + at(0), lanes)
            let z = load(gate + at(1), lanes)
            let n = load(gate + at(2), lanes)
            let gradient = stateGradient + state + unit
            let dh = load(gradient, lanes)
            let dn = dh * (one - z) * fma(-n, n, one)
            let dz = dh * (load(previous + state + unit, lanes) - n) * z * (one - z)
            let dr = dn * load(candidate + unit, lanes) * r * (one - r)
            store(dr, output + at(0), lanes)
            store(dz, output + at(1), lanes)
            store(dn, output + at(2), lanes)
            store(dr, recurrent + at(0), lanes)
            store(dz, recurrent + at(1), lanes)
            store(dn * r, recurrent + at(2), lanes)
            store(dh * z, gradient, lanes)
        }
    }
}
