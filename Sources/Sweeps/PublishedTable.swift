import Vocabulary

/// Numbers from the literature that stand beside ours: one column a method, by the values of an axis.
public struct PublishedTable: Sendable {
    package let citation: String
    /// The differences that the reader must know of before comparing.
    package let caution: String
    /// The axis that the figures go by.
    package let axis: SettingName
    /// The heading and, by value of the axis, the figure as published.
    package let columns: [(heading: String, figures: [Value: String])]

    /// A table of published figures.
    /// - Parameters:
    ///   - citation: author, year, table, and the quantity with its unit.
    ///   - caution: the differences to know of before comparing.
    ///   - axis: the axis whose values the figures go by.
    ///   - columns: for every column its heading and, by value of the axis, the figure as published.
    public init<Content>(
        citation: String, caution: String, by axis: Setting<Content>,
        columns: [(heading: String, figures: [Content: String])]
    ) where Content: Hashable {
        self.citation = citation
        self.caution = caution
        self.axis = axis.name
        self.columns = columns.map { column in
            (
                column.heading,
                Dictionary(uniqueKeysWithValues: column.figures.map { ($0.value, $1) })
            )
        }
    }

}
