extension String {
    /// The text in one line: control characters and line ends become blanks, and what is beyond
    /// `limit` characters is cut off.
    package func oneLine(limit: Int) -> String {
        // As nearly all texts are.
        if utf8.count <= limit && utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return self }
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
