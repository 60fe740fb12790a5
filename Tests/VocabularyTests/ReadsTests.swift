import Testing
import Vocabulary

/// A run is named by what it reads, and by nothing else.
@Suite struct ReadsTests {
    /// A configuration with a few settings, as the command line spells them.
    private static func configuration(_ settings: String) throws -> Configuration {
        var configuration = Configuration()
        for text in settings.split(separator: " ") {
            let words = text.split(separator: "=", maxSplits: 1).map(String.init)
            let name = try #require(SettingName(word: words[0]), "\(text)")
            try configuration.assign(Assignment(name, try name.definition.parse(words[1])))
        }
        return configuration
    }

    static let bases = [
        "", "method=bptt", "method=oracle diagnose_every=10", "cell=gru method=sg_linear",
        "method=sg_mlp_skip_conditioned_warm_up optimizer=momentum clip_norm=1",
        "method=sg_mlp_aux carried_scaling=band carried_clip_norm=3",
        "method=bp_lambda_linear gradient_scaling=none", "method=bp_lambda_online",
        "task=adding curriculum_threshold=0.02", "task=text data=a budget_unit=time_steps",
        "task=repeat_copy gradient_scaling=band norm_floor=1 clip_norm=2",
        "task=images data=mnist1d method=backprop",
        "task=images data=mnist1d method=sg_mlp placement=all diagnose_every=5",
        "task=images data=mnist1d method=backprop input_synthesizer=mlp placement=0",
        "task=images data=mnist1d method=no_backprop network=convolution",
        "method=sg_permuted_mlp", "method=oracle_scaled sg_scale=0.3",
        "method=truncated_bptt_double",
        "task=images data=mnist1d method=sg_label placement=0 update_probability=0.5",
        "task=images data=mnist1d method=dfa",
        "task=images data=mnist1d method=backprop_then_frozen update_probability=0.5",
    ]

    /// Another value that a setting accepts.
    private func other(than value: Value, of name: SettingName) throws -> Value {
        let samples: [String] =
            switch name.definition.domain {
            case .choices(let words): words
            case .placement: ["0", "1"]
            case .positions: ["5", "7"]
            case .anyText: ["some", "other"]
            case .integers, .reals, .positiveReals: ["3", "0.5", "1", "0.25"]
            }
        let values = samples.compactMap { try? name.definition.parse($0) }
        return try #require(values.first { $0 != value }, "\(name)")
    }

    @Test(arguments: bases)
    func aRunIsNamedByWhatItReads(base: String) throws {
        let configuration = try Self.configuration(base)
        let axes = SettingName.allCases
        let identity = configuration.identity(axes: axes)
        let read = configuration.reads
        #expect(read.names.count > 10 && read.names.count < SettingName.allCases.count)
        for name in SettingName.allCases {
            var changed = configuration
            let value = try other(than: configuration.value(of: name), of: name)
            try changed.assign(Assignment(name, value))
            if read.contains(name) {
                #expect(changed.identity(axes: axes) != identity, "\(name)")
                #expect(changed.json != configuration.json, "\(name)")
            } else {
                #expect(changed.identity(axes: axes) == identity, "\(name)")
                #expect(changed.json == configuration.json, "\(name)")
                #expect(changed.canonical == configuration.canonical, "\(name)")
            }
        }
    }

    @Test(arguments: bases)
    func theJSONIsTheWholeConfiguration(base: String) throws {
        let configuration = try Self.configuration(base)
        let again = try Configuration(json: configuration.json)
        #expect(again == configuration.canonical)
        #expect(again.json == configuration.json)
        #expect(configuration.canonical.canonical == configuration.canonical)
    }

    /// Names that must never change: a setting that is added with a default renames nothing.
    @Test(arguments: [
        ("", "truncation_5-method_truncated_bptt-seed_0.5455cd4843da34e5"),
        ("method=sg_linear sg_scale=0.1 seed=3", "truncation_5-method_sg_linear-seed_3."),
        (
            "task=images data=mnist1d method=sg_linear placement=0+3",
            "method_sg_linear-placement_0_3-seed_0."
        ),
        // Synthesizers on no layer are backpropagation.
        ("task=images data=mnist1d method=sg_linear", "method_backprop-seed_0."),
    ])
    func namesStay(settings: String, name: String) throws {
        let configuration = try Self.configuration(settings)
        let identity = configuration.identity(axes: [.truncation, .method, .placement, .seed])
        #expect(identity.hasPrefix(name), "\(identity)")
    }

    /// Settings that others read, but that change nothing here.
    @Test(arguments: [
        "method=bptt step_per=sequence", "method=sg_zero sg_scale=0.5",
        "method=sg_zero scale_bootstrap=no", "method=sg_zero synthesizer_copy_every=3",
        "method=sg_zero synthesizer_steps=3",
        "task=images data=mnist1d method=sg_zero placement=all sg_scale=0.5",
        "task=images data=mnist1d method=backprop update_unit=layer",
        "task=images data=mnist1d method=dfa update_probability=0.5 update_unit=layer",
        "task=images data=mnist1d method=sg_mlp placement=all update_probability=0.5 "
            + "update_unit=layer",
        "task=images data=mnist1d method=sg_label placement=0+1+2 update_probability=0.5 "
            + "update_unit=layer",
    ])
    func whatChangesNothingIsNotRead(settings: String) throws {
        let without = settings.split(separator: " ").dropLast().joined(separator: " ")
        #expect(
            try Self.configuration(settings).canonical == Self.configuration(without).canonical)
    }

    @Test func aLoneWorkerWaitsForNobody() throws {
        let layers = "task=images data=mnist1d method=backprop workers=1 "
        func canonical(_ settings: String) throws -> Configuration {
            try Self.configuration(layers + settings).canonical
        }
        let alone = try canonical("")
        for settings in [
            "parallel=stale slack=3", "parallel=data", "link=tcp", "link_latency=500",
            "parallel=stale link=memory", "link_bandwidth=3",
        ] {
            #expect(try canonical(settings) == alone, "\(settings)")
        }
        #expect(try canonical("parallel=pipelined") != alone)
        #expect(try canonical("workers=2 parallel=data") != canonical("workers=2"))
        #expect(try canonical("workers=2 link_latency=5") != canonical("workers=2"))
        #expect(
            try Self.configuration("task=text workers=1 parallel=windows").canonical
                == Self.configuration("task=text workers=1 parallel=data").canonical)
    }

    @Test func everyLayerIsAll() throws {
        let placements = ["all", "0+1+2"].map { "placement=\($0)" }
        let names = try placements.map {
            try Self.configuration("task=images data=mnist1d depth=4 method=sg_mlp " + $0)
                .identity(axes: [.placement])
        }
        #expect(names[0] == names[1] && names[0].hasPrefix("placement_all."))
    }

    @Test func synthesizersOnNoLayerAreBackpropagation() throws {
        let none = [
            "method=sg_linear", "method=sg_mlp_conditioned sg_scale=0.5", "method=backprop",
            "method=sg_label",
        ]
        let configurations = try none.map {
            try Self.configuration("task=images data=mnist1d " + $0).canonical
        }
        #expect(Set(configurations).count == 1)
    }

    /// The readers of a setting are named in words that the command line takes.
    @Test(arguments: SettingName.allCases)
    func everySettingIsReadByAllOrHasReaders(name: SettingName) throws {
        let alwaysRead = try Self.bases.allSatisfy {
            try Self.configuration($0).reads.contains(name)
        }
        #expect(alwaysRead || !name.readers.isEmpty, "\(name): \(name.readers)")
    }

    @Test func readersAreNamed() {
        #expect(SettingName.momentum.readers == ["optimizer=momentum"])
        #expect(
            SettingName.warmUp.readers == ["method=*_warm_up", "method=backprop_then_frozen"])
        #expect(
            SettingName.updateUnit.readers == ["update_probability other than 1, for task images"])
        #expect(SettingName.extraSteps.readers == ["method=truncated_bptt_extra"])
        #expect(
            SettingName.normScope.readers == ["clip_norm other than 0", "norm_floor other than 0"])
        #expect(
            SettingName.layerMixing.readers == ["method=sg_*", "method=sg_label, for task images"])
        #expect(
            SettingName.mixingLambda.readers == ["method=sg_*, for tasks of sequences"])
        #expect(SettingName.carriedNormFloor.readers.count == 1)
        #expect(SettingName.carriedNormFloor.readers[0].contains("(of method=bptt, "))
        #expect(
            SettingName.stepPer.readers.last?.hasSuffix(", but not with method=bptt") == true)
        #expect(
            SettingName.sgScale.readers.last?.hasSuffix(", but not with method=sg_zero") == true)
        #expect(
            SettingName.synthesizerSteps.readers.last?.hasSuffix(", but not with method=sg_zero")
                == true)
        #expect(SettingName.symbols.readers == ["task=copy", "task=repeat_copy"])
    }
}
