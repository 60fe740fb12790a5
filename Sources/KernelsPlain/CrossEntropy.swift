import CKernels
import Glibc

@inline(__always)
func softmaxCrossEntropy(
    rows: Int, classes: Int, logits: Source, targets: UnsafePointer<Int32>, scale: Float,
    gradients: Target
) -> Double {
    var loss = 0.0
    for row in 0..<rows {
        let input = logits + row * classes
        let output = gradients + row * classes
        let target = Int(targets[row])
        guard target >= 0 else {
            forEachVector(classes) { offset, lanes in store(splat(0), output + offset, lanes) }
            continue
        }
        var largest = input[0]
        for index in 1..<max(1, classes) where input[index] > largest { largest = input[index] }
        let targetLogit = input[target]
        // Padding lanes hold −∞, whose exponential is exactly 0.
        var sums = Vector.zero
        forEachVector(classes) { offset, lanes in
            let shifted = load(input + offset, lanes, padding: -.infinity) - splat(largest)
            let power = exponential(shifted)
            sums += power
            store(power, output + offset, lanes)
        }
        let sum = total(vector16_widened(sums))
        let factor = splat(Float(Double(scale) / sum))
        forEachVector(classes) { offset, lanes in
            store(load(output + offset, lanes) * factor, output + offset, lanes)
        }
        output[target] -= scale
        loss += log(sum) - (Double(targetLogit) - Double(largest))
    }
    return loss
}
