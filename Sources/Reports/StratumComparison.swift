import Sweeps
import Vocabulary

/// A comparison in one stratum: the cells on both sides, what they measured, and the test of it.
struct StratumComparison {
    let comparison: Compare
    let stratum: SweepResults.Place
    /// The later strata with the same runs.
    let same: [SweepResults.Place]
    /// The values of the axis along which it is made; one nil where there is none.
    let places: [Value?]
    /// The test; nil where there is nothing to test.
    let test: PrimaryTest?
    /// What tells this test from others of the report.
    let identity: Identity
    let differences: PairedDifferences
    private let results: SweepResults
    private let sides: Sides
    /// The values on both sides, by place and seed.
    private let subject: [[Double]]
    private let reference: [[Double]]
    private let hasOneUnit: Bool

    /// Cells by place and seed; against a constant there is no reference.
    struct Sides {
        let subject: [[Int]]
        let reference: [[Int]]

        var all: [Int] { (subject + reference).flatMap { $0 } }
    }

    /// A test by what it compares: two of the same runs, quantity and hypothesis are one, whichever side
    /// is expected where.
    struct Identity: Hashable {
        let quantity: Quantity
        let runs: [[String]]
        let constant: Double?
        let margin: Double?
    }

    init(
        _ comparison: Compare, in stratum: SweepResults.Place, same: [SweepResults.Place],
        _ results: SweepResults
    ) {
        (self.comparison, self.stratum, self.same) = (comparison, stratum, same)
        self.results = results
        places = results.places(along: comparison.along)
        let sides = results.sides(of: comparison, in: stratum)
        self.sides = sides
        let quantity = comparison.quantity
        let subject = sides.subject.map { $0.map { results.value(of: quantity, in: $0) } }
        self.subject = subject
        var constant: Double?
        switch comparison.reference {
        case .value:
            reference = sides.reference.map { $0.map { results.value(of: quantity, in: $0) } }
        case .threshold(let threshold):
            reference = subject.map { $0.map { _ in threshold } }
            constant = threshold
        }
        hasOneUnit = results.units(of: quantity, in: sides.all).count == 1
        differences = PairedDifferences(subject, reference)
        test =
            hasOneUnit && !differences.values.isEmpty
            ? PrimaryTest(
                differences, expecting: comparison.expectation,
                resolution: results.resolution(of: quantity, in: sides.all)) : nil
        var margin: Double?
        if case .within(let given) = comparison.expectation { margin = given }
        let runs = [sides.subject, sides.reference].map { $0.joined().map { results.run(of: $0) } }
        identity = Identity(
            quantity: quantity, runs: runs.sorted { $0.lexicographicallyPrecedes($1) },
            constant: constant, margin: margin)
    }

    /// The verdict where nothing is tested.
    var untested: Verdict { hasOneUnit ? .noData : .unitsDiffer }

    /// Whether places along the axis have lines of their own.
    var hasSecondary: Bool { places.count > 1 }

    /// The figures of the test: means of both sides over the places and seeds that count, the effect.
    var pooled: Figures? {
        guard hasOneUnit else { return nil }
        func pairs(_ side: [[Double]]) -> [Double] {
            differences.places.flatMap { place in differences.seeds.map { side[place][$0] } }
        }
        return Figures(
            subject: Summary(pairs(subject)).mean, reference: Summary(pairs(reference)).mean,
            effect: test?.effect, asExpected: favourable(differences.values),
            count: differences.values.count)
    }

    /// The figures of one place; nil where units differ.
    func figures(at place: Int) -> Figures? {
        let cells = sides.subject[place] + (sides.reference.isEmpty ? [] : sides.reference[place])
        guard results.units(of: comparison.quantity, in: cells).count == 1 else { return nil }
        let own = PairedDifferences([subject[place]], [reference[place]])
        let resolution = max(
            results.resolution(of: comparison.quantity, in: cells), own.rounding)
        return Figures(
            subject: Summary(own.seeds.map { subject[place][$0] }).mean,
            reference: Summary(own.seeds.map { reference[place][$0] }).mean,
            effect: Effect(own.values, resolution: resolution),
            asExpected: favourable(own.values), count: own.values.count)
    }

    /// How many seeds speak for the claim.
    private func favourable(_ differences: [Double]) -> Int {
        differences.count { difference in
            switch comparison.expectation {
            case .greater: difference > 0
            case .less: difference < 0
            case .within(let margin): difference.magnitude < margin
            }
        }
    }

    /// A line of figures.
    struct Figures {
        let subject: Double
        let reference: Double
        /// Nil where no seed counts.
        let effect: Effect?
        let asExpected: Int
        let count: Int
    }
}

extension SweepResults {
    /// The values of an axis along which something is done; one nil where there is none.
    func places(along axis: SettingName?) -> [Value?] {
        let values: [Value?] = axis.map(values) ?? []
        return values.isEmpty ? [nil] : values
    }

    /// The cells on both sides of a comparison, by place along its axis and seed.
    func sides(of comparison: Compare, in stratum: Place) -> StratumComparison.Sides {
        let places = places(along: comparison.along)
        func cells(_ value: Value, _ assignments: [Assignment]) -> [[Int]] {
            places.map { along in
                var place = stratum.merging([comparison.setting: value]) { $1 }
                for other in assignments { place[other.setting] = other.value }
                if let axis = comparison.along { place[axis] = along }
                return self.cells(at: place)
            }
        }
        let reference: [[Int]] =
            switch comparison.reference {
            case .value(let other): cells(other, comparison.referencePlaces)
            case .threshold: []
            }
        return .init(
            subject: cells(comparison.subject, comparison.subjectPlaces), reference: reference)
    }
}
