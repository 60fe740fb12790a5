import Vocabulary

extension Experiment {
    /// Checks that an item of the report can be filled in.
    func check(_ item: ReportItem) throws(SweepError) {
        switch item {
        case .note: break
        case .table(let table): try check(table, of: "table of \(table.quantity.name)")
        case .overview(let overview): try check(overview, of: "overview")
        case .sentence(let sentence):
            for mean in sentence.means { try check(mean, of: "sentence") }
        case .curve(let curve):
            let user = "curve of \(curve.quantity.name)"
            try checkAxes(curve.shown, of: user)
            for quantity in curve.quantities { try check(quantity, of: user) }
        case .figure(let figure):
            try checkAxes(figure.shown, of: figure.user)
            guard !figure.quantities.isEmpty else { throw .emptyFigure(figure.user) }
            for quantity in figure.quantities { try check(quantity, of: figure.user) }
            if let published = figure.published {
                // Published figures stand along what runs across.
                try check(published, among: [figure.shown[0]], of: figure.user)
            }
        case .claim(let claim):
            for comparison in claim.comparisons {
                try check(comparison, of: "claim \(claim.identifier)")
            }
        }
    }

    private func check(_ table: Table, of user: String) throws(SweepError) {
        let shown = [table.rows, table.columns]
        try checkAxes(shown, of: user)
        try check(table.quantity, of: user)
        if let published = table.published { try check(published, among: shown, of: user) }
    }

    private func check(
        _ published: PublishedTable, among shown: [SettingName], of user: String
    ) throws(SweepError) {
        guard shown.contains(published.axis) else {
            throw .publishedElsewhere(axis: published.axis, shown: shown, user: user)
        }
        for condition in published.conditions {
            do { try condition.setting.definition.validate(condition.value) } catch {
                throw .publishedFor(error, user: user)
            }
        }
        for column in published.columns {
            var seen: Set<Value> = []
            for value in column.figures.map(\.value) where !seen.insert(value).inserted {
                throw .publishedTwice(
                    axis: published.axis, value: value, column: column.heading, user: user)
            }
        }
        let figures = Set(published.columns.flatMap { $0.figures.map(\.value) })
        if figures.isDisjoint(with: values(of: published.axis)) {
            throw .publishedNowhere(
                axis: published.axis,
                values: figures.sorted { $0.description < $1.description }, user: user)
        }
    }

    private func check(_ overview: Overview, of user: String) throws(SweepError) {
        try checkAxes(overview.rows + [.method], of: user)
        try checkValue(overview.method.value, on: .method, of: user)
        for quantity in overview.quantities { try check(quantity, of: user) }
    }

    private func check(_ comparison: Compare, of user: String) throws(SweepError) {
        let setting = comparison.setting
        // Differences are paired by the seed: seeds are not compared.
        guard setting != .seed else {
            throw .notAnAxis(setting, axes: axes.map(\.setting), user: user)
        }
        if comparison.along == setting { throw .comparedAlongItself(setting, user: user) }
        let others = [setting] + (comparison.along.map { [$0] } ?? [])
        let places = comparison.places + comparison.subjectPlaces
        try checkAxes(others + places.map(\.setting), of: user)
        for place in places + comparison.referencePlaces {
            try checkValue(place.value, on: place.setting, of: user)
        }
        try checkValue(comparison.subject, on: setting, of: user)
        switch comparison.reference {
        case .value(let reference):
            try checkValue(reference, on: setting, of: user)
            guard reference != comparison.subject else {
                throw .comparedWithItself(axis: setting, value: reference, user: user)
            }
        case .threshold(let constant):
            guard constant.isFinite else { throw .threshold(constant, user: user) }
        }
        switch comparison.expectation {
        case .greater, .less: break
        case .within(let margin):
            guard margin.isFinite && margin > 0 else { throw .margin(margin, user: user) }
        }
        try check(comparison.quantity, of: user)
    }

    private func check(_ mean: Mean, of user: String) throws(SweepError) {
        try checkAxes(mean.places.map(\.setting), of: user)
        for place in mean.places { try checkValue(place.value, on: place.setting, of: user) }
        try check(mean.quantity, of: user)
    }

    /// Each is an axis, and none is named twice.
    private func checkAxes(_ names: [SettingName], of user: String) throws(SweepError) {
        var seen: Set<SettingName> = []
        for name in names {
            guard isAxis(name) else {
                throw .notAnAxis(name, axes: axes.map(\.setting), user: user)
            }
            guard seen.insert(name).inserted else { throw .sameAxisTwice(name, user: user) }
        }
    }

    /// A quantity that says on what it is measured is one of a task of this sweep.
    func check(_ quantity: Quantity, of user: String) throws(SweepError) {
        if case .atEqualTime(let axes) = quantity.moment { try checkAxes(axes, of: user) }
        switch quantity.resolution {
        case .continuous: break
        case .step(let size), .share(_, let size):
            guard size.isFinite && size > 0 else {
                throw .resolution(size, quantity: quantity.name, user: user)
            }
        }
        guard let forms = quantity.forms else { return }
        guard !tasks.contains(where: { forms.contains($0.spec.form) }) else { return }
        throw .neverMeasured(
            quantity.name, tasks: tasks,
            measuring: TaskKind.allCases.filter { forms.contains($0.spec.form) }, user: user)
    }

    /// The tasks that some cell may have.
    private var tasks: [TaskKind] {
        let lists =
            [assignments] + sizes.map(\.assignments)
            + (conditions + sizes.flatMap(\.conditions)).map(\.assignments)
        let given = lists.compactMap { list in list.last { $0.setting == .task }?.value }
        let values = isAxis(.task) ? self.values(of: .task) : Set(given)
        return TaskKind.allCases.filter { values.contains($0.value) }
    }
}
