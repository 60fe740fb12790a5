import CKernels

@inline(__always)
func rectify(count: Int, values: Target) {
    forEachVector(count) { offset, lanes in
        store(vector16_atLeast(load(values + offset, lanes), splat(0)), values + offset, lanes)
    }
}

@inline(__always)
func rectifyBackward(count: Int, activations: Source, gradients: Target) {
    forEachVector(count) { offset, lanes in
        let gradient = load(gradients + offset, lanes)
        let active = vector16_ifLess(
            splat(0), load(activations + offset, lanes), gradient, splat(0))
        store(active, gradients + offset, lanes)
    }
}

@inline(__always)
func tanhForward(count: Int, values: Target) {
    forEachVector(count) { offset, lanes in
        store(tanh(load(values + offset, lanes)), values + offset, lanes)
    }
}

@inline(__always)
func scale(count: Int, factor: Float, values: Target) {
    forEachVector(count) { offset, lanes in
        store(splat(factor) * load(values + offset, lanes), values + offset, lanes)
    }
}

@inline(__always)
func addScaled(count: Int, factor: Float, x: Source, y: Target) {
    forEachVector(count) { offset, lanes in
        let sum = fma(splat(factor), load(x + offset, lanes), load(y + offset, lanes))
        store(sum, y + offset, lanes)
    }
}

@inline(__always)
func difference(count: Int, factor: Float, a: Source, b: Source, differences: Target) -> Double {
    var sums = WideVector.zero
    forEachVector(count) { offset, lanes in
        let difference = load(a + offset, lanes) - load(b + offset, lanes)
        let wide = vector16_widened(difference)
        sums = vector16d_fma(wide, wide, sums)
        store(splat(factor) * difference, differences + offset, lanes)
    }
    return total(sums)
}

@inline(__always)
func sumOfSquares(count: Int, values: Source) -> Double {
    var sums = WideVector.zero
    forEachVector(count) { offset, lanes in
        let wide = vector16_widened(load(values + offset, lanes))
        sums = vector16d_fma(wide, wide, sums)
    }
    return total(sums)
}
