import Presage

/// The trials on the copy tasks, 18 a method: with a synthesizer both step sizes and the scale of the
/// synthetic gradient vary; with a scale and no synthesizer a finer grid of the step size and the scale;
/// without either that grid with and without clipping.
let trialsOnCopies: [any TunePart] = [
    Axis(.learningRate, [1e-3, 3e-3, 1e-2]),
    Axis(.synthesizerLearningRate, [3e-4, 1e-3, 3e-3]),
    Axis(.sgScale, [0.1, 1]),
    Otherwise {
        Axis(.learningRate, nineRates)
        Axis(.sgScale, [0.1, 1])
    },
    Otherwise {
        Axis(.learningRate, nineRates)
        Axis(.clipNorm, [0, 1])
    },
]

/// The trials of layered networks, 18 a method: synthesizers that see the label take steps of the network
/// of up to 1e-2, those that do not of down to 3e-5.
let trialsOfLayers: [any TunePart] = [
    Axis(.learningRate, [3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2]),
    Axis(.synthesizerLearningRate, [1e-3, 3e-3, 1e-2]),
    Otherwise {
        Axis(
            .learningRate,
            [
                3e-5, 5e-5, 7e-5, 1e-4, 1.5e-4, 2e-4, 3e-4, 5e-4, 7e-4, 1e-3, 1.5e-3, 2e-3, 3e-3,
                5e-3, 7e-3, 1e-2, 1.5e-2, 2e-2,
            ])
    },
]

/// Step sizes of Adam from 1e-4 to 1e-2.
let nineRates = [1e-4, 2e-4, 3e-4, 5e-4, 1e-3, 2e-3, 3e-3, 5e-3, 1e-2]

/// What equal time is, where methods are compared at each window length.
let onEqualTime = Note(
    """
    Equal time is the processor time that the quickest run of a window length takes for all its \
    updates; evaluations are in it, and every update of a run counts the same.
    """)
