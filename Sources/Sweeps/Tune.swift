import Vocabulary

/// The tuning of a sweep: each method's best settings, found on seeds of their own before the sweep is
/// run with them.
///
/// ```swift
/// Tune(per: .method, seeds: 2, by: .solvedLength) {
///     Axis(.truncation, [3])
///     Axis(.learningRate, [3e-4, 1e-3, 3e-3])
///     Axis(.synthesizerLearningRate, [1e-4, 3e-4, 1e-3])
///     Otherwise { Axis(.learningRate, [1e-4, 2e-4, 3e-4, 5e-4, 1e-3, 2e-3, 3e-3, 5e-3, 1e-2]) }
/// }
/// ```
/// An axis that the sweep has is given fewer values for the trials; any other is part of the grid of
/// trials. A place whose cells do not read all of the grid's settings has the grid of the first
/// `Otherwise` whose settings they all read. All grids have as many trials, so that no method is tuned
/// harder than another.
///
/// Seeds of trials are counted from `Tune.firstSeed`. The trial with the best mean over its seeds, and
/// over the axes that `per` does not name, is chosen. What is chosen stands above what the experiment
/// and its sizes say of a setting, and below what a user sets: a setting that a user sets is not tuned.
public struct Tune: ExperimentPart, SizePart {
    /// The axes at each place of which a choice is made.
    package let axes: [SettingName]
    package let seeds: Int
    /// The measures that decide: the later ones where the earlier ones are equal, or measured nowhere.
    package let quantities: [Quantity]
    let parts: [any TunePart]

    /// The first seed of trials, far from those that count.
    public static let firstSeed = 1_000

    /// The tuning at each place on `axes`, judged by the mean of `quantities`.
    public init(
        per axes: SettingName..., seeds: Int, by quantities: Quantity...,
        @ListBuilder<any TunePart> trials parts: () -> [any TunePart]
    ) {
        self.axes = axes
        self.seeds = seeds
        self.quantities = quantities
        self.parts = parts()
    }

    /// Tunes the experiment at every size that does not say otherwise.
    public func add(to experiment: inout Experiment) { experiment.tunings.append(self) }

    /// Tunes the experiment at this size.
    public func add(to size: inout SizeSpecification) { size.tunings.append(self) }
}

/// A part of a tuning's declaration.
public protocol TunePart: Sendable {}

extension Axis: TunePart {}
/// A setting of the trials alone, such as a smaller budget.
extension With: TunePart {}

/// The grid of trials at the places that do not read all settings of the grids before it.
public struct Otherwise: TunePart {
    let axes: [AxisSpecification]

    /// The grid of these axes.
    public init(@ListBuilder<Axis> _ axes: () -> [Axis]) {
        self.axes = axes().map(\.specification)
    }
}
