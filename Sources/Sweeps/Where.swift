import Vocabulary

/// Settings of the cells with one value on an axis, such as the step size that a network wants:
/// `Where(.network, .convolution) { With(.units, 25) }`.
///
/// They stand above those of the experiment and its sizes, and below what a user sets; those of a size
/// above those of the experiment.
public struct Where: ExperimentPart, SizePart {
    let place: Assignment
    let assignments: [Assignment]

    /// The settings of the cells with `content` on the axis of `setting`.
    public init<Content>(
        _ setting: Setting<Content>, _ content: Content,
        @ListBuilder<With> _ parts: () -> [With]
    ) {
        place = Assignment(setting, content)
        assignments = parts().map(\.assignment)
    }

    /// Adds the settings of those cells.
    public func add(to experiment: inout Experiment) { experiment.conditions.append(self) }

    /// Adds the settings of those cells at this size.
    public func add(to size: inout SizeSpecification) { size.conditions.append(self) }
}
