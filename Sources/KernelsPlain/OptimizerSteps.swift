import CKernels

/// Moments below this are zero. Where a gradient stays zero they would decay into the subnormal
/// numbers, with which processors are slow; next to ε = 1e-8 neither moment counts by then.
private let negligible: Float = 0x1p-100

@inline(__always)
func adam(
    count: Int, parameters: Target, gradients: Target, firstMoment: Target, secondMoment: Target,
    gradientScale: Float, stepSize: Float, complement1: Float, complement2: Float,
    inverseRootCorrection: Float, epsilon: Float
) -> Double {
    let (gradientScale, stepSize) = (splat(gradientScale), splat(-stepSize))
    let (complement1, complement2) = (splat(complement1), splat(complement2))
    let (inverseRootCorrection, epsilon) = (splat(inverseRootCorrection), splat(epsilon))
    var squares = WideVector.zero
    forEachVector(count) { offset, lanes in
        let gradient = gradientScale * takeGradients(gradients + offset, lanes, &squares)
        var m = load(firstMoment + offset, lanes)
        var v = load(secondMoment + offset, lanes)
        m = fma(complement1, gradient - m, m)
        v = fma(complement2, fma(gradient, gradient, -v), v)
        m = vector16_ifLess(vector16_abs(m), splat(negligible), splat(0), m)
        v = vector16_ifLess(v, splat(negligible), splat(0), v)
        let denominator = fma(vector16_sqrt(v), inverseRootCorrection, epsilon)
        let parameter = fma(stepSize, m / denominator, load(parameters + offset, lanes))
        store(m, firstMoment + offset, lanes)
        store(v, secondMoment + offset, lanes)
        store(parameter, parameters + offset, lanes)
    }
    return total(squares)
}

@inline(__always)
func momentum(
    count: Int, parameters: Target, gradients: Target, velocity: Target, gradientScale: Float,
    learningRate: Float, momentum: Float
) -> Double {
    let (gradientScale, learningRate) = (splat(gradientScale), splat(-learningRate))
    let momentum = splat(momentum)
    var squares = WideVector.zero
    forEachVector(count) { offset, lanes in
        let gradient = gradientScale * takeGradients(gradients + offset, lanes, &squares)
        let v = fma(momentum, load(velocity + offset, lanes), gradient)
        store(v, velocity + offset, lanes)
        let parameter = fma(learningRate, v, load(parameters + offset, lanes))
        store(parameter, parameters + offset, lanes)
    }
    return total(squares)
}

/// Reads gradients, leaves zeros in their place and adds their squares to `squares`.
@inline(__always)
private func takeGradients(_ pointer: Target, _ lanes: Int, _ squares: inout WideVector) -> Vector {
    let gradients = load(pointer, lanes)
    let wide = vector16_widened(gradients)
    squares = vector16d_fma(wide, wide, squares)
    store(splat(0), pointer, lanes)
    return gradients
}
