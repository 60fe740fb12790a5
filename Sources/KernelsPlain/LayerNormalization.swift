import CKernels

@inline(__always)
func normalizeForward(
    rows: Int, columns: Int, values: Target, inverseDeviations: Target, gains: Source,
    outputs: Target, adding: Bool
) {
    for row in 0..<rows {
        let value = values + row * columns
        let output = outputs + row * columns
        var sums = WideVector.zero
        forEachVector(columns) { sums += vector16_widened(load(value + $0, $1)) }
        let mean = Float(total(sums) / Double(columns))
        var squares = WideVector.zero
        forEachVector(columns) { offset, lanes in
            // Padding lanes hold the mean, whose deviation is exactly 0.
            let deviation = load(value + offset, lanes, padding: mean) - splat(mean)
            let wide = vector16_widened(deviation)
            squares = vector16d_fma(wide, wide, squares)
        }
        let variance = total(squares) / Double(columns)
        let inverse = Float(1 / (variance + 1e-5).squareRoot())
        inverseDeviations[row] = inverse
        forEachVector(columns) { offset, lanes in
            let normalized = (load(value + offset, lanes) - splat(mean)) * splat(inverse)
            let gain = load(gains + offset, lanes)
            let output = output + offset
            store(normalized, value + offset, lanes)
            store(
                adding ? fma(normalized, gain, load(output, lanes)) : normalized * gain, output,
                lanes)
        }
    }
}

@inline(__always)
func normalizeBackward(
    rows: Int, columns: Int, normalized: Source, inverseDeviations: Source, gains: Source,
    outputGradients: Source, gradients: Target
) {
    for row in 0..<rows {
        let value = normalized + row * columns
        let above = outputGradients + row * columns
        var (sums, products) = (WideVector.zero, WideVector.zero)
        forEachVector(columns) { offset, lanes in
            let gradient = load(above + offset, lanes) * load(gains + offset, lanes)
            let wide = vector16_widened(gradient)
            sums += wide
            products = vector16d_fma(wide, vector16_widened(load(value + offset, lanes)), products)
        }
        let mean = splat(Float(total(sums) / Double(columns)))
        let slope = splat(Float(total(products) / Double(columns)))
        let inverse = splat(inverseDeviations[row])
        forEachVector(columns) { offset, lanes in
            let gradient = load(above + offset, lanes) * load(gains + offset, lanes) - mean
            let centred = fma(-load(value + offset, lanes), slope, gradient)
            store(centred * inverse, gradients + row * columns + offset, lanes)
        }
    }
}
