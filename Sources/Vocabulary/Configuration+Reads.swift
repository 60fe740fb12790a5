extension Configuration {
    /// The settings that every run reads.
    private static let roots: SettingSet = [
        .task, .batch, .optimizer, .learningRate, .gradientScaling, .method, .budget, .budgetUnit,
        .recordEvery, .evaluateEvery, .diagnoseEvery, .diagnoseAt, .capture, .workers,
        .timingRounds, .seed,
    ]

    private static let links: SettingSet = [.link, .linkLatency, .linkBandwidth]

    /// The settings whose values decide whether others are read.
    private static let openers = SettingSet(
        SettingName.allCases.filter {
            !$0.definition.choices.isEmpty || $0.definition.whenOn != []
        })

    /// The kind of network that is trained.
    package var family: NetworkFamily { self[.task].spec.form.family }

    /// The settings that something in the run reads: no other can change its result.
    package var reads: SettingSet {
        let family = family
        var read = Self.roots
        var opened = SettingSet()
        while true {
            // A large plan asks for it at every cell: each opener is looked at once.
            let next = read.intersection(Self.openers).subtracting(opened)
            if next == [] {
                // A lone worker has nobody to send to.
                return read.subtracting(self[.method].ignores)
                    .subtracting(self[.workers] == 1 ? Self.links : [])
            }
            next.forEach { name in
                read.formUnion(name.definition.reads(at: value(of: name))[family])
            }
            opened.formUnion(next)
        }
    }

    /// The configuration of all runs with the same result: what is not read is at its default.
    ///
    /// Synthesizers on no layer are backpropagation, bit for bit (E5), and are called so; those on
    /// every layer are on `all`, and a segment is a layer then, as it is with `dfa`. A masked remainder is one that comes last. A lone worker has nobody to
    /// wait for or to share with.
    package var canonical: Configuration { canonicalAndRead.configuration }

    /// The canonical configuration with the settings that it reads.
    var canonicalAndRead: (configuration: Configuration, read: SettingSet) {
        var canonical = self
        let layers = self[.placement].layers(depth: self[.depth])
        if !layers.isEmpty && layers == Placement.all.layers(depth: self[.depth]) {
            canonical[.placement] = .all
        }
        if family == .layered, let rule = self[.method].layered {
            if rule.isSynthetic && self[.placement] == .none && self[.inputSynthesizer] == .none {
                canonical[.method] = .backprop
            }
            if rule == .directFeedback || rule.isSynthetic && canonical[.placement] == .all {
                canonical[.updateUnit] = .segment
            }
        }
        if self[.remainder] == .masked { canonical[.remainder] = .last }
        if self[.workers] == 1 { canonical[.parallel] = self[.parallel].alone(in: family) }
        let read = canonical.reads
        for name in SettingName.allCases where !read.contains(name) { canonical.reset(name) }
        return (canonical, read)
    }
}
