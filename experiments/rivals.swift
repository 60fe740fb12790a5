import Presage

/// What do synthetic gradients bring beside the rules that learn online?
let rivals = Experiment("rivals") {
    Note(
        """
        Synthetic gradients are one answer to a window that cuts the gradient. Others carry forward \
        what the past may still be blamed for: RTRL exactly, at a cost per step of the fourth power \
        of the units; SnAp-1 and RFLO unit by unit, SnAp-1 with the cell's Jacobian and the true \
        error, RFLO without the recurrent weights and with random ones on the error's way back; \
        UORO as a single random product whose mean is RTRL's gradient. BP(λ) online has a \
        synthesizer, but trains it along traces instead of at a window's end.
        """)
    Note(
        """
        The task is Copy, and every rule takes one optimizer step per sequence. Until one of them \
        masters a length before the others, all see the same data with the same number of steps \
        and differ in their gradients and step sizes alone; then each sees sequences of the length \
        that it has come to. BPTT and RTRL compute the same gradient, and at equal steps their \
        rows differ as rounding errors grow and, with them, the update at which a length is \
        mastered. Rules with windows have windows of 4 steps. At desk size step sizes are chosen \
        for each rule by trials; the scale of the synthetic gradient is 0.3, of BP(λ) online 1.
        """)
    Problem(.copy(symbols: 2))
    With(.units, 32)
    Optimize(.adam(rate: 3e-3), batch: 8)
    With(.stepPer, .sequence)
    With(.truncation, 4)
    With(.synthesizerLearningRate, 3e-4)
    Sweep {
        Axis(.cell, [.gru])
        Axis(
            .method,
            [
                .truncatedBPTT, .synthetic(.linear), .bpLambdaOnline, .rule(.snap1),
                .rule(.rflo), .rule(.uoro), .rule(.rtrl), .fullBPTT,
            ])
        Seeds(8)
    }
    Where(.method, .synthetic(.linear)) { With(.sgScale, 0.3) }
    Size(.smoke, updates: 12, seeds: 1) {
        With(.recordEvery, 4)
        With(.diagnoseEvery, 6)
        With(.curriculumStart, 3)
    }
    Size(.quick, updates: 1_000, seeds: 2) {
        With(.recordEvery, 250)
        With(.diagnoseEvery, 500)
    }
    Size(.desk, updates: 5_000) {
        With(.recordEvery, 250)
        With(.diagnoseEvery, 2_500)
        Tune(per: .method, seeds: 2, by: .solvedLength, .heldOutLoss) {
            With(.budget, 2_500)
            With(.diagnoseEvery, 0)
            Axis(.learningRate, [1e-3, 3e-3, 1e-2])
            Axis(.synthesizerLearningRate, [1e-4, 1e-3])
            Otherwise { Axis(.learningRate, [1e-3, 2e-3, 3e-3, 6e-3, 1e-2, 2e-2]) }
        }
    }
    Report {
        Table(.solvedLength, rows: .method, columns: .cell)
        Table(.solvedLengthNow, rows: .method, columns: .cell)
        Table(.ruleCosine, rows: .method, columns: .cell)
        Table(.ruleShareMissing, rows: .method, columns: .cell)
        Table(.wallTimePerUpdate, rows: .method, columns: .cell)
        Note(
            """
            The cosine and the share missing compare the parameter gradient of the rule with that \
            of full BPTT at the end of training, at the same parameters, over sequences of the \
            length that the rule has come to.
            """)
        Curve(.solvedLength, by: .method, per: .cell)
        Claim(
            "SnAp-1",
            "After equal updates a synthetic gradient learns longer sequences than SnAp-1."
        ) { against(.rule(.snap1)) }
        Claim("RFLO", "After equal updates a synthetic gradient learns longer sequences than RFLO.")
        {
            against(.rule(.rflo))
        }
        Claim("UORO", "After equal updates a synthetic gradient learns longer sequences than UORO.")
        {
            against(.rule(.uoro))
        }
    }
}

/// A synthetic gradient against a rule of a step.
private func against(_ rival: Method) -> Compare {
    Compare(
        .solvedLength, of: .method, .synthetic(.linear), with: rival, expecting: .greater)
}
