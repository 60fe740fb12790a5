import CKernels

@inline(__always)
func adam(
    count: Int, parameters: Target, gradients: Source, firstMoment: Target, secondMoment: Target,
    gradientScale: Float, stepSize: Float, complement1: Float, complement2: Float,
    inverseRootCorrection: Float, epsilon: Float
) {
    let (gradientScale, stepSize) = (splat(gradientScale), splat(-stepSize))
    let (complement1, complement2) = (splat(complement1), splat(complement2))
    let (inverseRootCorrection, epsilon) = (splat(inverseRootCorrection), splat(epsilon))
    forEachVector(count) { offset, lanes in
        let gradient = gradientScale * load(gradients + offset, lanes)
        var m = load(firstMoment + offset, lanes)
        var v = load(secondMoment + offset, lanes)
        m = fma(complement1, gradient - m, m)
        v = fma(complement2, fma(gradient, gradient, -v), v)
        let denominator = fma(vector16_sqrt(v), inverseRootCorrection, epsilon)
        let parameter = fma(stepSize, m / denominator, load(parameters + offset, lanes))
        store(m, firstMoment + offset, lanes)
        store(v, secondMoment + offset, lanes)
        store(parameter, parameters + offset, lanes)
    }
}

@inline(__always)
func momentum(
    count: Int, parameters: Target, gradients: Source, velocity: Target, gradientScale: Float,
    learningRate: Float, momentum: Float
) {
    let (gradientScale, learningRate) = (splat(gradientScale), splat(-learningRate))
    let momentum = splat(momentum)
    forEachVector(count) { offset, lanes in
        let gradient = gradientScale * load(gradients + offset, lanes)
        let v = fma(momentum, load(velocity + offset, lanes), gradient)
        store(v, velocity + offset, lanes)
        let parameter = fma(learningRate, v, load(parameters + offset, lanes))
        store(parameter, parameters + offset, lanes)
    }
}
