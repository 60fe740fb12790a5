/// Settings of the cells with one value on an axis, such as the step size that a network wants:
/// `Where(.network, "convolution") { With(.units, 25) }`.
///
/// They stand above those of the experiment and its sizes, and below what a user sets.
public struct Where: ExperimentPart {
    let setting: String
    let value: Value
    let assignments: [Assignment]

    public init<Content>(
        _ setting: Setting<Content>, _ content: Content,
        @ListBuilder<With> _ parts: () -> [With]
    ) {
        self.setting = setting.name
        value = content.value
        assignments = parts().map(\.assignment)
    }

    public func add(to experiment: inout Experiment) { experiment.conditions.append(self) }
}
