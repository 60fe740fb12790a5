import Testing
import Vocabulary

/// Every contradiction as a fact and as the line a user reads.
@Suite struct ContradictionTests {
    /// A configuration and the contradiction in it.
    static let found: [(String, Contradiction)] = [
        (
            "gradient_scaling=normalize", .normalizedToZero(rule: .gradientScaling, norm: .clipNorm)
        ),
        (
            "carried_scaling=normalize",
            .normalizedToZero(rule: .carriedScaling, norm: .carriedClipNorm)
        ),
        (
            "gradient_scaling=band norm_floor=3 clip_norm=2",
            .reversedRange(lower: .normFloor, floor: 3, upper: .clipNorm, ceiling: 2)
        ),
        ("task=adding", .thresholdInBits(0.15)),
        ("task=text method=bptt", .wholeSequencesOfStream(.fullBPTT, .text)),
        ("task=text method=oracle", .endlessLookAhead(.oracle, .text)),
        (
            "task=text method=bp_lambda_linear",
            .endlessLookAhead(.bpLambda(.linear), .text)
        ),
        ("method=bp_lambda_online sg_scale=0.3", .scaledDifferences(.bpLambdaOnline, scale: 0.3)),
        (
            "method=sg_mean_linear synthesizer_steps=2 step_per=sequence",
            .repeatedOverSequences(steps: 2)
        ),
        (
            "task=text data=a method=oracle_scaled",
            .endlessLookAhead(.oracleScaled, .text)
        ),
        ("task=images data=mnist1d method=oracle", .otherFamily(.oracle, .images)),
        (
            "task=images data=mnist1d method=sg_mlp_aux",
            .otherFamily(.synthetic(.mlp, .auxiliary), .images)
        ),
        ("method=backprop", .otherFamily(.backprop, .copy)),
        ("task=images method=backprop", .textForImages("bible-kjv")),
        (
            "task=images data=mnist1d method=backprop budget_unit=time_steps", .noTime(.images)
        ),
        (
            "task=images data=mnist1d method=sg_linear placement=3",
            .placementBeyond(.layers(3), depth: 4)
        ),
        (
            "task=images data=mnist1d method=backprop input_synthesizer=mlp",
            .inputsOfNoLayer(.mlp)
        ),
    ]

    /// Contradictions with the length of a run, or its data.
    static let measured: [(String, Contradiction)] = [
        ("diagnose_at=100+300 budget=299", .diagnosedBeyond(.positions(100, 300), budget: 299)),
        (
            "task=text workers=1 parallel=windows method=sg_linear diagnose_at=100",
            .notWithWorkers(Assignment(.diagnoseAt, .positions(100)))
        ),
    ]

    /// Contradictions with workers.
    static let ofWorkers: [(String, Contradiction)] = [
        ("workers=2 parallel=data", .sharedEpisodes(.copy)),
        ("task=text workers=1", .otherSharing(.locked, .text)),
        (
            "task=text workers=2 parallel=data method=oracle horizon=3",
            .otherSharedMethod(.data, .oracle)
        ),
        (
            "task=text workers=2 parallel=windows method=sg_linear capture=1",
            .notWithWorkers(Assignment(.capture, 1))
        ),
        ("\(layers) parallel=windows", .otherSharing(.windows, .images)),
        ("\(layers) parallel=decoupled", .otherSharedMethod(.decoupled, .backprop)),
        ("\(layers) parallel=stale method=no_backprop", .otherSharedMethod(.stale, .noBackprop)),
        ("\(layers) method=dfa", .otherSharedMethod(.locked, .directFeedback)),
        (
            "\(layers) parallel=decoupled method=sg_label",
            .otherSharedMethod(.decoupled, .labelSynthetic)
        ),
        (
            "\(layers) method=backprop_then_frozen",
            .otherSharedMethod(.locked, .backpropThenFrozen)
        ),
        (
            "\(layers) parallel=decoupled method=sg_linear placement=all synthesizer_steps=2",
            .notWithWorkers(Assignment(.synthesizerSteps, 2))
        ),
        (
            "\(layers) parallel=pipelined microbatches=5 batch=32",
            .unevenMicrobatches(5, batch: 32)
        ),
        (
            "\(layers) parallel=pipelined microbatches=8 batch=8", .normalizedMicrobatch(8)
        ),
        (
            "\(layers) parallel=data method=sg_linear placement=all",
            .otherSharedMethod(.data, .synthetic(.linear))
        ),
        ("\(layers) update_probability=0.5", .notWithWorkers(Assignment(.updateProbability, 0.5))),
        ("\(layers) workers=5", .moreWorkersThanLayers(workers: 5, depth: 4)),
        ("\(layers) placement=all input_synthesizer=mlp", .inputsOfSharing(.mlp, .locked)),
        (
            "\(layers) parallel=forward_unlocked method=sg_mlp placement=all",
            .inputsOfSharing(.none, .forwardUnlocked)
        ),
        (
            "\(layers) parallel=decoupled method=sg_linear_warm_up placement=all warm_up=3",
            .notWithWorkers(Assignment(.warmUp, 3))
        ),
        (
            "\(layers) parallel=decoupled method=sg_linear placement=all layer_mixing=0.5",
            .notWithWorkers(Assignment(.layerMixing, 0.5))
        ),
        (
            "\(layers) parallel=decoupled method=sg_linear placement=0+2",
            .cutWithoutSynthesizer(.layers(0, 2), cuts: [1])
        ),
        (
            "\(layers) workers=3 depth=6 parallel=decoupled method=sg_linear placement=1+2",
            .cutWithoutSynthesizer(.layers(1, 2), cuts: [1, 3])
        ),
    ]

    private static let layers = "task=images data=mnist1d method=backprop workers=2"

    @Test(arguments: found + measured + ofWorkers)
    func isFound(settings: String, contradiction: Contradiction) throws {
        var configuration = Configuration()
        for text in settings.split(separator: " ") {
            let words = text.split(separator: "=", maxSplits: 1).map(String.init)
            let name = try #require(SettingName(word: words[0]))
            try configuration.assign(Assignment(name, try name.definition.parse(words[1])))
        }
        #expect(throws: contradiction) { try configuration.checkRequirements() }
    }

    /// A setting that is not read contradicts nothing.
    @Test(arguments: ["method=oracle carried_scaling=normalize", "placement=99", "horizon=3"])
    func whatIsNotReadContradictsNothing(settings: String) throws {
        var configuration = Configuration()
        for text in settings.split(separator: " ") {
            let words = text.split(separator: "=", maxSplits: 1).map(String.init)
            let name = try #require(SettingName(word: words[0]))
            try configuration.assign(Assignment(name, try name.definition.parse(words[1])))
        }
        try configuration.checkRequirements()
    }

    static let sentences: [(Contradiction, String)] = [
        (
            .normalizedToZero(rule: .gradientScaling, norm: .clipNorm),
            "gradient_scaling is 'normalize', but clip_norm, the norm, is 0: set clip_norm above 0"
        ),
        (
            .reversedRange(lower: .normFloor, floor: 3, upper: .clipNorm, ceiling: 2),
            "norm_floor is 3.0, above clip_norm, 2.0: a band goes from the smaller to the larger"
        ),
        (
            .thresholdInBits(0.15),
            "curriculum_threshold is 0.15, but task is 'adding', scored by squared error, which a "
                + "constant answer lowers to 0.17: use 0.02"
        ),
        (
            .sequencesTooLong(.curriculumStart, length: 9, batch: 5, steps: 70, limit: 64),
            "curriculum_start is 9 and batch is 5: 70 steps in a batch of sequences are more than "
                + "64: use a shorter length or a smaller batch"
        ),
        (
            .repeatedOverSequences(steps: 2),
            "synthesizer_steps is 2, but step_per is 'sequence': the targets of earlier windows are "
                + "not kept: use step_per=window, or synthesizer_steps=1"
        ),
        (
            .wholeSequencesOfStream(.fullBPTT, .text),
            "method is 'bptt', which backpropagates through whole sequences, but task text is one "
                + "stream: use truncated_bptt with a large truncation"
        ),
        (
            .endlessLookAhead(.oracle, .text),
            "method is 'oracle', which looks ahead to the end of a sequence, but task text is one "
                + "stream: set horizon to a number of steps"
        ),
        (
            .scaledDifferences(.bpLambdaOnline, scale: 0.3),
            "sg_scale is 0.3 and scale_bootstrap is 'yes', but method is 'bp_lambda_online', whose "
                + "temporal differences add up only without a factor in the targets: set "
                + "scale_bootstrap=no, or sg_scale=1"
        ),
        (
            .carriedTooLarge(.bpLambdaOnline, units: 512, batch: 32, gibibytes: 256, limit: 4),
            "method is 'bp_lambda_online' with units 512 and batch 32: what it carries would take "
                + "256 GiB, more than 4: use fewer units or a smaller batch"
        ),
        (
            .tooLarge(
                [Assignment(.units, 8192), Assignment(.batch, 65_536)], gibibytes: 900, limit: 23),
            "with units=8192, batch=65536 a run would take 900 GiB, more than the 23 of this "
                + "machine: make some of them smaller"
        ),
        (
            .mixedUnits(.oracle, .lstmLayerNorm),
            "method is 'oracle', which keeps influences unit by unit, but cell lstm_layer_norm "
                + "mixes units within a step: use another cell, or rtrl"
        ),
        (
            .otherFamily(.oracle, .images),
            "method is 'oracle', which is for recurrent networks: for task images use backprop, "
                + "no_backprop or sg_*, but not *_aux"
        ),
        (
            .otherFamily(.backprop, .copy),
            "method is 'backprop', which is for feed-forward networks, but task copy is recurrent: "
                + "use bptt or truncated_bptt"
        ),
        (
            .textForImages("bible-kjv"),
            "data is 'bible-kjv', but task images reads images: use mnist1d, or a folder with the "
                + "files of MNIST or CIFAR-10"
        ),
        (
            .noTime(.images),
            "budget_unit is 'time_steps', but task images has no time: use updates"
        ),
        (
            .placementBeyond(.layers(3), depth: 4),
            "placement is '3', but with depth 4 the last layer that can carry a synthesizer is 2"
        ),
        (
            .inputsOfNoLayer(.mlp),
            "input_synthesizer is 'mlp', but placement is none: name the layers whose outputs are "
                + "predicted, or all"
        ),
        (
            .imagesBeyondData(.testSize, 2000, images: 1000, data: "mnist-sample"),
            "test_size is 2000, but data is 'mnist-sample', which has 1000 images for it: use "
                + "test_size=1000 or less"
        ),
        (
            .imagesBeyondData(.validationSize, 10, images: 0, data: "one"),
            "validation_size is 10, but data is 'one', which has no image for it: use data with more"
        ),
        (
            .batchBeyondImages(batch: 5000, images: 4000, data: "mnist1d"),
            "batch is 5000, but data is 'mnist1d', which has 4000 training images: use a smaller "
                + "batch"
        ),
        (
            .tooDeep(depth: 9, height: 1, width: 40, convolutions: 4),
            "network is 'convolution' and depth is 9, but images of 1x40 are too small for more "
                + "than 4 convolutions: use a depth of 5 or less"
        ),
        (
            .diagnosedBeyond(.positions(100, 300), budget: 299),
            "diagnose_at is '100+300', but budget is 299: name positions up to it"
        ),
        (
            .fewPairs(samples: 8, pairs: 32, inputs: 4, wanted: 10),
            "ceiling_samples is 8: 32 pairs of a state and its gradient are too few for a linear map "
                + "of 4 numbers: use 10 or more"
        ),
        (
            .ceilingBeyondData(samples: 81, available: 80),
            "ceiling_samples is 81, but in whole batches there are 80 to be had: use no more"
        ),
        (
            .otherSharing(.windows, .images),
            "parallel is 'windows', which is for texts, but task is images: use data, locked, "
                + "pipelined, stale, decoupled or forward_unlocked"
        ),
        (
            .otherSharing(.locked, .text),
            "parallel is 'locked', which is for layers, but task is text: use data or windows"
        ),
        (
            .sharedEpisodes(.copy),
            "workers is above 0, but the sequences of task copy grow as they are mastered, which "
                + "workers do not follow: use task text or images, or workers=0"
        ),
        (
            .otherSharedMethod(.stale, .synthetic(.linear)),
            "parallel is 'stale', but method is 'sg_linear': use backprop"
        ),
        (
            .notWithWorkers(Assignment(.capture, 3)),
            "capture=3, but workers is above 0: leave it at 0, or set workers=0"
        ),
        (
            .unevenMicrobatches(5, batch: 32),
            "microbatches is 5, but batch is 32: use a divisor of it"
        ),
        (
            .normalizedMicrobatch(8),
            "microbatches and batch are 8, but batch_normalization is 'yes': a sample normalized by "
                + "its own statistics is zero, and nothing learns: use fewer microbatches or set "
                + "batch_normalization=no"
        ),
        (
            .moreWorkersThanLayers(workers: 5, depth: 4),
            "workers is 5, but depth is 4: use a worker for every layer at most"
        ),
        (
            .inputsOfSharing(.none, .forwardUnlocked),
            "parallel is 'forward_unlocked', but input_synthesizer is 'none': use linear or mlp"
        ),
        (
            .inputsOfSharing(.mlp, .decoupled),
            "input_synthesizer is 'mlp', but parallel is 'decoupled', whose workers wait for true "
                + "inputs: use none, or forward_unlocked"
        ),
        (
            .cutWithoutSynthesizer(.layers(0, 2), cuts: [1, 3]),
            "placement is '0+2', but the workers are divided above layers 1+3: use a placement with "
                + "these, or all"
        ),
    ]

    @Test(arguments: sentences)
    func isOneLine(contradiction: Contradiction, sentence: String) {
        #expect(contradiction.description == sentence)
    }
}
