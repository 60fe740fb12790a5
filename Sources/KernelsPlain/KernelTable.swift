import CKernels

/// The kernels as this module's target flags compiled them.
package let kernelTable = KernelTable(
    lstmForward: {
        lstmForward(
            rows: $0, units: $1, gates: $2, inputWeights: $3, symbols: $4, bias: $5,
            previous: $6, next: $7, stateStride: $8)
    },
    lstmBackward: {
        lstmBackward(
            rows: $0, units: $1, gates: $2, previous: $3, next: $4, stateStride: $5,
            stateGradient: $6, gateGradients: $7)
    },
    elmanForward: {
        elmanForward(
            rows: $0, units: $1, states: $2, inputWeights: $3, symbols: $4, bias: $5)
    },
    tanhBackward: {
        tanhBackward(count: $0, states: $1, stateGradients: $2, gateGradients: $3)
    },
    gruForward: {
        gruForward(
            rows: $0, units: $1, gates: $2, adding: $3, products: $4, inputWeights: $5,
            symbols: $6, bias: $7, recurrentBias: $8, candidates: $9, previous: $10, next: $11)
    },
    gruBackward: {
        gruBackward(
            rows: $0, units: $1, gates: $2, candidates: $3, previous: $4, stateGradient: $5,
            gateGradients: $6, recurrentGradients: $7)
    },
    normalizeForward: {
        normalizeForward(
            rows: $0, columns: $1, values: $2, inverseDeviations: $3, gains: $4, outputs: $5,
            adding: $6)
    },
    normalizeBackward: {
        normalizeBackward(
            rows: $0, columns: $1, normalized: $2, inverseDeviations: $3, gains: $4,
            outputGradients: $5, gradients: $6)
    },
    softmaxCrossEntropy: {
        softmaxCrossEntropy(
            rows: $0, classes: $1, logits: $2, targets: $3, scale: $4, gradients: $5)
    },
    adam: {
        adam(
            count: $0, parameters: $1, gradients: $2, firstMoment: $3, secondMoment: $4,
            gradientScale: $5, stepSize: $6, complement1: $7, complement2: $8,
            inverseRootCorrection: $9, epsilon: $10)
    },
    momentum: {
        momentum(
            count: $0, parameters: $1, gradients: $2, velocity: $3, gradientScale: $4,
            learningRate: $5, momentum: $6)
    },
    multiplyAddPeak: { multiplyAddPeak(rounds: $0, sum: $1) },
    matrixProduct: {
        matrixProduct(
            rows: $0, columns: $1, inner: $2, $3, aStride: $4, aTransposed: $5, $6, bStride: $7,
            bTransposed: $8, into: $9, stride: $10, accumulating: $11)
    },
    transpose: {
        transpose(rows: $0, columns: $1, $2, stride: $3, into: $4, targetStride: $5)
    },
    addBias: { addBias(rows: $0, columns: $1, matrix: $2, bias: $3) },
    addColumnSums: { addColumnSums(rows: $0, columns: $1, matrix: $2, sums: $3) },
    addProductSums: { addProductSums(rows: $0, columns: $1, a: $2, b: $3, sums: $4) },
    rectify: { rectify(count: $0, values: $1) },
    rectifyBackward: { rectifyBackward(count: $0, activations: $1, gradients: $2) },
    scale: { scale(count: $0, factor: $1, values: $2) },
    addScaled: { addScaled(count: $0, factor: $1, x: $2, y: $3) },
    difference: { difference(count: $0, factor: $1, a: $2, b: $3, differences: $4) },
    sumOfSquares: { sumOfSquares(count: $0, values: $1) },
    scatterAddRows: {
        scatterAddRows(count: $0, columns: $1, rows: $2, indices: $3, table: $4)
    },
    gatherRows: {
        gatherRows(count: $0, columns: $1, table: $2, indices: $3, rows: $4, adding: $5)
    },
    batchNormForward: {
        batchNormForward(
            rows: $0, columns: $1, values: $2, normalized: $3, means: $4, variances: $5,
            gains: $6, shifts: $7)
    },
    batchNormBackward: {
        batchNormBackward(
            rows: $0, columns: $1, normalized: $2, variances: $3, gains: $4, gainGradients: $5,
            shiftGradients: $6, gradients: $7)
    },
    batchNormInference: {
        batchNormInference(
            rows: $0, columns: $1, values: $2, means: $3, variances: $4, gains: $5, shifts: $6)
    },
    tanhForward: { tanhForward(count: $0, values: $1) }
)
