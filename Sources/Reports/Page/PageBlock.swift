/// A part of a report's page, as a value: what it says, not how it looks. Text and HTML are made of the
/// same blocks.
enum PageBlock {
    /// The beginning of a chapter. The text goes on without a heading.
    case chapter(PageChapter)
    /// Sentences, each begun on a line of its own; behind them remarks, whose lines are not broken.
    case prose([String], remarks: [String] = [])
    /// Sentences, facts a line each, and sentences behind them.
    case facts(PageFacts)
    case table(PageTable)
    case figures([PageFigure])
    case claim(PageClaim)
}

/// The chapters of a page, in their order.
enum PageChapter: String {
    case question = "The experiment"
    case settings = "Settings"
    case tuning = "Tuning"
    case cells = "Cells and data"
    case results = "Results"
}

/// Facts a line each between sentences.
struct PageFacts {
    var before: [String] = []
    var lines: [String] = []
    var after: [String] = []
}

/// A figure of the page.
struct PageFigure {
    /// The name of its file.
    let name: String
    /// What it shows, in a sentence.
    let caption: String
    /// The reason that it was not drawn; nil when it was.
    let fault: String?
    /// The reason that there is no PNG beside the SVG; nil when there is.
    var imageFault: String?
    /// The drawing; nil where there is none.
    let svg: [UInt8]?
}
