/// The questions that claims of several experiments answer together.
enum Question {
    static let cost = "Doubt 1: the same device does more work, so training gets slower."
    static let worth = "Doubt 2: a gradient that one dares to truncate is negligible."
    static let layers = "Layers: chained synthesizers train a deep network."
}
