extension SequenceBatch {
    /// The most lanes in which a text is evaluated: more are no faster.
    static let evaluationLanes = 16
    /// The characters that every lane but the first reads before it is scored.
    static let contextCharacters = 128

    /// A text laid out to be evaluated, every character scored once but the first, which is only
    /// read.
    ///
    /// The text is one stream, cut into up to 16 lanes for speed: lane 0 begins at its beginning,
    /// each further one s characters later, with 128 characters that are read but not scored, so
    /// that its state is warm. The layout follows from the text alone: the error of a network is the
    /// same number whatever it was trained with.
    ///
    /// - Precondition: `text` has two characters at least.
    static func evaluation(of text: ArraySlice<Int32>) -> SequenceBatch {
        let predictions = text.count - 1
        precondition(predictions > 0, "a text of \(text.count) characters has nothing to predict")
        let beyond = predictions - contextCharacters
        // With fewer characters to score than to read, a lane would be more work than it saves.
        let count = min(evaluationLanes, beyond / contextCharacters)
        guard count > 1 else {
            return SequenceBatch(
                lanesOf: text, count: 1, steps: predictions, every: predictions,
                isScored: { _, _ in true })
        }
        let every = (beyond + count - 1) / count
        return SequenceBatch(
            lanesOf: text, count: count, steps: contextCharacters + every, every: every,
            isScored: { lane, step in lane == 0 || step >= contextCharacters })
    }

    /// Lanes of a text that predict the next character.
    /// - Parameters:
    ///   - count: the number of lanes.
    ///   - steps: their length; steps beyond the text have neither input nor score.
    ///   - every: the distance of their beginnings.
    ///   - isScored: whether a lane's prediction at a step counts.
    init(
        lanesOf text: ArraySlice<Int32>, count: Int, steps: Int, every: Int,
        isScored: (_ lane: Int, _ step: Int) -> Bool
    ) {
        var inputs: [Int32] = []
        var targets: [Int32] = []
        inputs.reserveCapacity(steps * count)
        targets.reserveCapacity(steps * count)
        for step in 0..<steps {
            for lane in 0..<count {
                let place = text.startIndex + lane * every + step
                let isInside = place + 1 < text.endIndex
                inputs.append(isInside ? text[place] : -1)
                targets.append(isInside && isScored(lane, step) ? text[place + 1] : -1)
            }
        }
        self.init(batch: count, inputs: inputs, targets: targets, lossScale: 1)
    }
}
