import Vocabulary

/// Numbers from the literature that stand beside ours: one column a method, by the values of an axis.
public struct PublishedTable: Sendable {
    package let citation: String
    /// The differences that the reader must know of before comparing.
    package let caution: String
    /// The axis that the figures go by.
    package let axis: SettingName
    /// The settings that a sweep must have for the figures to be compared with.
    package let conditions: [Assignment]
    package let columns: [Column]

    /// A column of published figures, by the values of the axis.
    package struct Column: Sendable {
        package let heading: String
        let figures: [(value: Value, text: String)]

        /// The figure at a value; nil where none is published.
        package func figure(at value: Value) -> String? {
            figures.first { $0.value == value }?.text
        }
    }

    /// A table of published figures.
    /// - Parameters:
    ///   - citation: author, year, table, and the quantity with its unit.
    ///   - caution: the differences to know of before comparing.
    ///   - axis: the axis whose values the figures go by.
    ///   - conditions: the settings, such as the task and the data, that cells must have for the
    ///     figures to stand beside them; beside other cells they are left out, and the page says so.
    ///   - columns: for every column its heading and, by value of the axis, the figure as published.
    public init<Content>(
        citation: String, caution: String, by axis: Setting<Content>, for conditions: [With] = [],
        columns: [(heading: String, figures: KeyValuePairs<Content, String>)]
    ) {
        self.citation = citation
        self.caution = caution
        self.axis = axis.name
        self.conditions = conditions.map(\.assignment)
        self.columns = columns.map { column in
            Column(
                heading: column.heading, figures: column.figures.map { ($0.key.value, $0.value) })
        }
    }
}
