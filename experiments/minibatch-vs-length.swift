import Presage

/// With the same compute, is it better to unroll further or to take larger minibatches?
let minibatchVsLength = Experiment("minibatch-vs-length") {
    Note(
        """
        Memory and work for an update are those of B sequences of T steps. Longer sequences beat \
        larger minibatches for precision, it is said, and minibatches regularize. Here all cells \
        are trained on the same number of time steps in all their lanes together, so that a cell \
        with large B and large T makes few updates. On text, where B·T is the same, so is the \
        number of updates: batch 4 with windows of 80 steps costs what batch 64 with windows of 5 \
        costs. Copy's sequences end before windows of 80 steps do: there batch 4 makes more \
        updates, one for every sequence.
        """)
    Note(
        """
        On text, 50,000 characters are read again and again, so that a network can learn them by \
        heart: the generalization gap is the loss on the validation part minus the training loss \
        since the evaluation before. On Copy every sequence is a new one, and the gap is no more \
        than how the held-out sequences happen to be. A smaller gap is a gain only where the test \
        error is smaller too: who makes fewer updates learns less by heart, and less besides.
        """)
    Note(
        """
        The best step size may grow with the batch and with the window. So the step size of each \
        cell is chosen among several, by the validation error or, on Copy, by the \
        solved length and, where equal, the loss, on seeds of their own. On Copy a length is \
        mastered by the mean loss over as many held-out sequences as a batch has: with a small \
        batch that mean is noisier, and luck helps on.
        """)
    Problem(.onAxis)
    Network(.lstm(units: 64))
    With(.optimizer, .adam)
    With(.trainingCharacters, 50_000)
    With(.evaluationCharacters, 5_000)
    Sweep {
        Axis(.task, [.text, .copy])
        Axis(.method, [.truncatedBPTT])
        Axis(.batch, batches)
        Axis(.truncation, [5, 20, 80])
        Seeds(8)
    }
    Size(.smoke, timeSteps: 400, seeds: 1) {
        tuning([3e-3, 1e-2], seeds: 1)
        Axis(.batch, [4, 64])
        Axis(.truncation, [5, 80])
        With(.units, 8)
        With(.evaluationCharacters, 500)
        equalCompute(6_400)
    }
    Size(.quick, timeSteps: 40_000, seeds: 3) {
        tuning([3e-3, 1e-2], seeds: 1)
        Axis(.batch, [4, 64])
        Axis(.truncation, [5, 80])
        equalCompute(160_000)
    }
    Size(.desk, timeSteps: 40_000) {
        tuning([1e-3, 3e-3, 1e-2, 3e-2, 0.1], seeds: 2)
        equalCompute(640_000)
    }
    Size(.paper, timeSteps: 2_500_000) {
        tuning([1e-3, 3e-3, 1e-2, 3e-2, 0.1], seeds: 2)
        With(.units, 256)
        With(.trainingCharacters, 0)
        With(.evaluationCharacters, 100_000)
        equalCompute(40_000_000)
    }
    Report {
        Table(.testBitsPerCharacter, rows: .batch, columns: .truncation)
        Table(.solvedLength, rows: .batch, columns: .truncation)
        Table(.generalizationGap, rows: .batch, columns: .truncation)
        Table(.updates, rows: .batch, columns: .truncation)
        Final(.testBitsPerCharacter, against: .truncation, by: .batch)
        Final(.solvedLength, against: .truncation, by: .batch)
        Claim(
            "C5, length",
            "On text windows of 80 steps with batch 4 teach more than windows of 5 with batch 64."
        ) {
            Compare(.testBitsPerCharacter, of: .batch, 4, with: 64, expecting: .less)
                .and(.truncation, 80, with: 5)
        }
        Claim(
            "C5, length, Copy",
            "On Copy whole sequences with batch 4 teach more than windows of 5 steps with batch 64."
        ) {
            Compare(.solvedLength, of: .batch, 4, with: 64, expecting: .greater)
                .and(.truncation, 80, with: 5)
        }
        Claim("C5, regularization", "The larger minibatch has the smaller generalization gap.") {
            Compare(
                .generalizationGap, of: .batch, 64, with: 4, along: .truncation,
                expecting: .less)
        }
        Claim("C5, regularization pays", "On text the larger minibatch has the smaller test error.")
        {
            Compare(
                .testBitsPerCharacter, of: .batch, 64, with: 4, along: .truncation,
                expecting: .less)
        }
    }
}

/// The choice of a step size for every batch and window.
private func tuning(_ rates: [Double], seeds: Int) -> Tune {
    Tune(
        per: .task, .method, .batch, .truncation, seeds: seeds,
        by: .bitsPerCharacter.best, .solvedLength, .heldOutLoss
    ) { Axis(.learningRate, rates) }
}

/// The minibatches that are compared.
private let batches = [4, 16, 64]

/// A budget of so many time steps in all lanes together, whatever the batch.
private func equalCompute(_ steps: Int) -> [any SizePart] {
    batches.map { batch in
        Where(.batch, batch) {
            With(.budget, steps / batch)
            With(.recordEvery, steps / batch / 10)
            // A curriculum rises by a level at an evaluation.
            With(.evaluateEvery, steps / batch / 100)
        }
    }
}
