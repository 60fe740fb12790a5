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

    @Test(arguments: found)
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
            .batchBeyondImages(batch: 5000, images: 4000, data: "mnist1d"),
            "batch is 5000, but data is 'mnist1d', which has 4000 training images: use a smaller "
                + "batch"
        ),
        (
            .tooDeep(depth: 9, height: 1, width: 40, convolutions: 4),
            "network is 'convolution' and depth is 9, but images of 1x40 are too small for more "
                + "than 4 convolutions: use a depth of 5 or less"
        ),
    ]

    @Test(arguments: sentences)
    func isOneLine(contradiction: Contradiction, sentence: String) {
        #expect(contradiction.description == sentence)
    }
}
