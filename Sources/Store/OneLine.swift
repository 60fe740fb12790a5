extension String {
    /// The text in one line: control characters and line ends become blanks, and what is beyond
    /// `limit` characters is cut off.
    package func oneLine(limit: Int) -> String {
        let start = prefix(limit)
        var plain = UnicodeScalarView()
        for scalar in start.unicodeScalars {
            let isBreak =
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator: true
                case _: false
                }
            plain.append(isBreak ? " " : scalar)
        }
        return String(plain) + (start.endIndex < endIndex ? "…" : "")
    }
}
