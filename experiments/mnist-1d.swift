import Presage

/// Is the generated MNIST-1D as hard as the published one?
let mnist1D = Experiment("mnist-1d") {
    Note(
        """
        MNIST-1D is generated from its published recipe, from other random numbers. A fully \
        connected network of two hidden layers of 100 units and a convolutional one of three \
        layers of 25 channels are trained as those that it was published with: 6,000 updates of \
        100 images, Adam with a step size of 0.01, no batch normalization.
        """)
    Problem(.images())
    Optimize(.adam(rate: 1e-2), batch: 100)
    With(.batchNormalization, false)
    Sweep {
        Axis(.network, [.dense, .convolution])
        Axis(.method, [.backprop])
        Seeds(8)
    }
    Where(.network, .dense) {
        With(.units, 100)
        With(.depth, 3)
    }
    Where(.network, .convolution) {
        With(.units, 25)
        With(.depth, 4)
    }
    Size(.smoke, updates: 40, seeds: 1) {
        With(.recordEvery, 20)
        With(.evaluateEvery, 20)
    }
    Size(.quick, updates: 6_000, seeds: 6) {
        With(.recordEvery, 500)
        With(.evaluateEvery, 500)
    }
    Size(.desk, updates: 6_000) {
        With(.recordEvery, 500)
        With(.evaluateEvery, 500)
    }
    Report {
        Table(.testAccuracy, rows: .network, columns: .method, beside: .greydanus2020)
        Curve(.testAccuracy, by: .network, per: .method)
        Claim("MNIST-1D, MLP", "The MLP comes within 2 points of the published 68 %.") {
            Compare(
                .testAccuracy, of: .network, .dense, threshold: 0.68, expecting: .within(0.02))
        }
        Claim("MNIST-1D, CNN", "The CNN comes within 2 points of the published 94 %.") {
            Compare(
                .testAccuracy, of: .network, .convolution, threshold: 0.94,
                expecting: .within(0.02))
        }
    }
}
