import Glibc

extension RandomStream {
    /// Draws two independent standard normal numbers, of magnitude below 5.8.
    /// Source: Box and Muller 1958, "A note on the generation of random normal deviates".
    package mutating func normals() -> (Double, Double) {
        // In (0, 1], so that the logarithm is finite.
        let radius = (-2 * log(1 - Double(uniform()))).squareRoot()
        let angle = 2 * Double.pi * Double(uniform())
        return (radius * cos(angle), radius * sin(angle))
    }
}
