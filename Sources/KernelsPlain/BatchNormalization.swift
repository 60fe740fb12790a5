import CKernels

@inline(__always)
func batchNormForward(
    rows: Int, columns: Int, values: Target, normalized: Target, means: Target, variances: Target,
    gains: Source, shifts: Source
) {
    let share = splat(1 / Float(rows))
    forEachVector(columns) { column, lanes in
        var sum = splat(0)
        for row in 0..<rows { sum += load(values + row * columns + column, lanes) }
        let mean = sum * share
        var squares = splat(0)
        for row in 0..<rows {
            let deviation = load(values + row * columns + column, lanes) - mean
            squares = fma(deviation, deviation, squares)
        }
        let variance = squares * share
        let inverse = inverseDeviation(variance)
        store(mean, means + column, lanes)
        store(variance, variances + column, lanes)
        let (gain, shift) = (load(gains + column, lanes), load(shifts + column, lanes))
        for row in 0..<rows {
            let place = row * columns + column
            let value = (load(values + place, lanes) - mean) * inverse
            store(value, normalized + place, lanes)
            store(fma(value, gain, shift), values + place, lanes)
        }
    }
}

@inline(__always)
func batchNormBackward(
    rows: Int, columns: Int, normalized: Source, variances: Source, gains: Source,
    gainGradients: Target?, shiftGradients: Target?, gradients: Target
) {
    let share = splat(1 / Float(rows))
    forEachVector(columns) { column, lanes in
        var (sum, products) = (splat(0), splat(0))
        for row in 0..<rows {
            let gradient = load(gradients + row * columns + column, lanes)
            sum += gradient
            products = fma(gradient, load(normalized + row * columns + column, lanes), products)
        }
        if let gainGradients, let shiftGradients {
            store(load(gainGradients + column, lanes) + products, gainGradients + column, lanes)
            store(load(shiftGradients + column, lanes) + sum, shiftGradients + column, lanes)
        }
        let factor =
            load(gains + column, lanes) * inverseDeviation(load(variances + column, lanes))
        let (mean, slope) = (sum * share, products * share)
        for row in 0..<rows {
            let place = row * columns + column
            let gradient = load(gradients + place, lanes) - mean
            let centred = fma(-load(normalized + place, lanes), slope, gradient)
            store(centred * factor, gradients + place, lanes)
        }
    }
}

@inline(__always)
func batchNormInference(
    rows: Int, columns: Int, values: Target, means: Source, variances: Source, gains: Source,
    shifts: Source
) {
    forEachVector(columns) { column, lanes in
        let factor =
            load(gains + column, lanes) * inverseDeviation(load(variances + column, lanes))
        let (mean, shift) = (load(means + column, lanes), load(shifts + column, lanes))
        for row in 0..<rows {
            let place = row * columns + column
            store(fma(load(values + place, lanes) - mean, factor, shift), values + place, lanes)
        }
    }
}

/// 1/√(variance + 1e-5).
@inline(__always)
private func inverseDeviation(_ variance: Vector) -> Vector {
    splat(1) / vector16_sqrt(variance + splat(1e-5))
}
