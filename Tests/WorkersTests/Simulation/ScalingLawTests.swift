import Testing
import Workers

/// The speed-ups of networks whose costs are simple.
@Suite struct ScalingLawTests {
    private static func layer(synthesizer: Double = 0) -> LayerCosts {
        var layer = LayerCosts()
        (layer.forward, layer.backward) = (0.25, 0.75)
        layer.predict = synthesizer / 4
        layer.regress = synthesizer / 4
        layer.synthesizerStep = synthesizer / 2
        (layer.outputBytes, layer.gradientBytes) = (100, 1000)
        return layer
    }

    private static func law(_ layer: LayerCosts, layers: Int = 16, _ link: Link = Link())
        -> ScalingLaw
    {
        var law = ScalingLaw(layer, over: link)
        law.layers = layers
        return law
    }

    @Test func oneWorkerIsAsFastAsOne() {
        let law = Self.law(Self.layer(synthesizer: 3))
        for mode in Parallelism.Mode.allCases where mode != .windows {
            #expect(law.speedUp(mode, workers: 1) == 1, "\(mode)")
        }
        // A lone worker with windows predicts at their ends.
        #expect(law.speedUp(.windows, workers: 1) < 1)
    }

    @Test func lockedWorkersAreNoFasterAndDataTakesAllThereIs() {
        let law = Self.law(Self.layer())
        #expect(law.workers == [1, 2, 4, 8, 16])
        for workers in law.workers {
            #expect(law.speedUp(.locked, workers: workers) == 1)
            #expect(law.speedUp(.data, workers: workers) == Double(workers))
        }
    }

    /// Once the workers are full of batches, nobody waits.
    @Test(arguments: [2, 4, 16])
    func freeSynthesizersTakeAllThereIs(workers: Int) {
        for mode in [Parallelism.Mode.decoupled, .forwardUnlocked, .stale] {
            let speedUp = Self.law(Self.layer()).speedUp(mode, workers: workers)
            #expect(abs(speedUp - Double(workers)) < 1e-9, "\(mode)")
        }
    }

    @Test(arguments: [2, 4, 16])
    func thePipelineHasItsBubble(workers: Int) {
        var law = Self.law(Self.layer())
        law.microbatches = 8
        let expected = Double(workers) * 8 / Double(8 + workers - 1)
        #expect(abs(law.speedUp(.pipelined, workers: workers) - expected) < 1e-9)
    }

    private func first(_ law: ScalingLaw, _ rival: Parallelism.Mode) -> Int? {
        law.firstWorkers(where: law.speedUps(.decoupled), beat: law.speedUps(rival))
    }

    /// Sixteen layers of a second each and synthesizers of ten: 8 + 10 seconds on two workers are more
    /// than the 16 of one, 4 + 10 on four are less.
    @Test func decoupledWorkersWinOnceASegmentsShareOutweighsASynthesizer() {
        let law = Self.law(Self.layer(synthesizer: 10))
        #expect(first(law, .locked) == 4)
        #expect(first(law, .data) == nil)
        let dear = Self.law(Self.layer(synthesizer: 20))
        #expect(first(dear, .locked) == nil)
        let free = Self.law(Self.layer())
        #expect(first(free, .locked) == 2)
    }

    /// A slow link hinders the sum of all gradients before it hinders outputs that nobody waits for.
    @Test func decoupledWorkersBeatDataOverASlowLink() {
        let slow = Self.law(Self.layer(synthesizer: 0.5), Link(latency: 0.1, bandwidth: 1000))
        #expect(first(slow, .data) == 2)
        #expect(slow.speedUp(.decoupled, workers: 16) > 8)
        #expect(slow.speedUp(.data, workers: 16) < 8)
    }

    @Test func allModesReachAThousandWorkers() {
        let law = Self.law(Self.layer(synthesizer: 0.5), layers: 1024, Link(latency: 0.01))
        for mode in Parallelism.Mode.allCases {
            let seconds = law.secondsPerUpdate(mode, workers: 1024)
            #expect(seconds > 0 && seconds.isFinite, "\(mode)")
        }
    }
}
