/// A table of the page: headings, and lines of entries with the numbers behind their texts.
struct PageTable {
    /// Empty where the prose before it says what it shows.
    var caption = ""
    /// The quantities shown.
    var quantities: [Quantity] = []
    /// How many columns at the left name a line.
    var keys = 1
    let header: [String]
    /// As many entries a line as the header has.
    private(set) var rows: [[PageEntry]] = []
    /// Letters in the header and what they stand for.
    var legend: [Legend] = []
    /// Sentences below it.
    var notes: [String] = []
    /// Lines below it that are not broken.
    var remarks: [String] = []

    /// A quantity by its name in files, with its unit.
    struct Quantity {
        let name: String
        let unit: String
    }

    /// A letter and its meaning.
    struct Legend {
        let letter: String
        let meaning: String
    }

    init(header: [String]) { self.header = header }

    mutating func add(_ row: [PageEntry]) { rows.append(row) }
    mutating func add(_ row: [String]) { rows.append(row.map { PageEntry($0) }) }
}

/// An entry of a table.
struct PageEntry {
    let text: String
    /// Nil for words, for published figures, and where nothing was measured.
    let number: Number?

    /// Mean and spread over seeds.
    struct Number {
        let summary: Summary
        /// How many of the runs diverged, whose last value counts.
        let diverged: Int
    }

    init(_ text: String, _ number: Number? = nil) { (self.text, self.number) = (text, number) }
}
