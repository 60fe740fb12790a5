import Layers
import Processes
import Tensor
import Trainers

extension LayerStage {
    package func compute(_ work: Work, update: Int, part: Int) {
        switch work {
        case .load: draw(update)
        case .forward: forward(update, part)
        case .backward: backward(update, part)
        case .regress: regress(update)
        case .regressInput: regressInput(update)
        case .step: step()
        }
    }

    private var present: LayerBatch {
        guard let batch else { preconditionFailure("work before the batch is drawn") }
        return batch
    }

    private func kept(_ update: Int) -> KeptBatch? {
        kept.isEmpty ? nil : kept[update % kept.count]
    }

    private func draw(_ update: Int) {
        let drawn = load(update)
        batch = drawn
        kept(update)?.keep(drawn)
        // Later batches are drawn before this one's backward.
        if layers.lowerBound == 0 && lanes.count > 1 && schedule.parallelism.mode == .stale {
            lane(update, 0).input.copy(from: drawn.x)
        }
    }

    /// What the lowest layer reads.
    private func input(_ update: Int, _ part: Int) -> Matrix {
        if let lowerInput { return lowerInput.predict(present.x) }
        guard layers.lowerBound == 0 && (lanes.count == 1 || schedule.parallelism.mode != .stale)
        else { return lane(update, part).input }
        return present.x.rows(samples(of: part))
    }

    private func forward(_ update: Int, _ part: Int) {
        let (network, batch) = (lane(update, part).network, present)
        for (index, segment) in segments.enumerated() {
            let below = index > 0 ? inner[index - 1] : nil
            let input =
                if let below {
                    below.inputSynthesizer?.predict(batch.x) ?? network.output(of: below.layer)
                } else {
                    self.input(update, part)
                }
            network.forward(segment, from: input, .training)
        }
        for interface in own {
            interface.predict(network.output(of: interface.layer), condition: batch.condition)
        }
        let samples = samples(of: part)
        if let upper, upper.inputSynthesizer == nil {
            kept(update)?.keep(output: network.output(of: upper.layer))
        }
        if isLast {
            report.loss += batch.loss(
                samples, network.logits, trainer.lossGradient.rows(samples))
            report.scoredOutputs += samples.count
        }
        let synthesizers =
            own.count { $0.isTrainable } + inner.count { $0.inputSynthesizer != nil }
            + (lowerInput == nil ? 0 : 1)
        rest(for: Double(layers.count) * share(samples) + Double(synthesizers))
    }

    /// What the topmost layer's backward starts from.
    private func top(_ samples: Range<Int>) -> Matrix {
        if let upper { return scaled(upper.prediction, at: inner.count) }
        return (isLast ? trainer.lossGradient : arrivedGradient).rows(samples)
    }

    /// A synthetic gradient as it enters a segment.
    private func scaled(_ prediction: Matrix, at index: Int) -> Matrix {
        guard trainer.options.sgScale != 1 else { return prediction }
        tops[index].copy(from: prediction)
        tops[index].scale(by: Float(trainer.options.sgScale))
        return tops[index]
    }

    private func backward(_ update: Int, _ part: Int) {
        let (network, samples) = (lane(update, part).network, samples(of: part))
        var arriving = top(samples)
        for (index, segment) in segments.enumerated().reversed() {
            bottom = network.backward(segment, from: arriving, accumulating: true)
            guard let bottom, index > 0 else { break }
            let interface = inner[index - 1]
            targets[index - 1].copy(from: bottom)
            note(interface.regress(condition: present.condition, target: targets[index - 1]))
            arriving = scaled(interface.prediction, at: index - 1)
        }
        var regressions = inner.count { $0.isTrainable }
        for interface in inner {
            guard let input = interface.inputSynthesizer else { continue }
            noteInput(input.regress(network.output(of: interface.layer)))
            regressions += 1
        }
        rest(for: 2 * Double(layers.count) * share(samples) + Double(regressions))
    }

    private func regress(_ update: Int) {
        guard let upper else { preconditionFailure("no interface at the top of \(layers)") }
        let condition = kept(update)?.condition ?? present.condition
        if upper.inputSynthesizer != nil {
            note(upper.regress(at: arrivedInput, condition: condition, target: arrivedGradient))
        } else if let kept = kept(update) {
            note(upper.regress(at: kept.output, condition: condition, target: arrivedGradient))
        } else {
            note(upper.regress(condition: condition, target: arrivedGradient))
        }
        upper.step()
        rest(for: upper.isTrainable ? 1 : 0)
    }

    private func regressInput(_ update: Int) {
        guard let lowerInput else { preconditionFailure("no synthetic inputs of \(layers)") }
        if let kept = kept(update) { _ = lowerInput.predict(kept.x) }
        noteInput(lowerInput.regress(lane(update, 0).input))
        lowerInput.step()
        rest(for: 1)
    }

    private func step() {
        let parallelism = schedule.parallelism
        let isData = parallelism.mode == .data
        let samples = network.batch * (isData ? parallelism.workers : 1)
        var squares = 0.0
        for layer in layers {
            let norm = trainer.learners[layer].step(gradientScale: 1 / Double(samples))
            squares += norm * norm
        }
        for interface in inner {
            interface.step()
            interface.inputSynthesizer?.step()
        }
        if !isData || worker == 0 { report.squaredGradientNorm += squares }
        report.updates += 1
        trainer.countUpdate()
    }

    private func note(_ loss: Double?) {
        guard let loss else { return }
        report.synthesizerLoss += loss
        report.synthesizerLosses += 1
    }

    private func noteInput(_ loss: Double) {
        report.inputLoss += loss
        report.inputLosses += 1
    }

    /// The share of a batch that some samples are.
    private func share(_ samples: Range<Int>) -> Double {
        Double(samples.count) / Double(network.batch)
    }

    /// Waits for as many times the seconds of a layer's forward.
    private func rest(for times: Double) {
        sleepExactly(sleep * times)
    }
}
