/// `text` as a message quotes it: escaped, and cut where it is long.
package func oneLine(_ text: String) -> String {
    let limit = 200
    let start = text.unicodeScalars.prefix(limit + 1)
    return start.count > limit ? escaped(String(start.dropLast())) + "…" : escaped(text)
}

/// `text` with control characters, line breaks and invisible characters escaped, so that it stays on
/// one line and shows what is in it.
package func escaped(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return text }
    let invisible: [Unicode.GeneralCategory] = [
        .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned,
    ]
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        if invisible.contains(scalar.properties.generalCategory) {
            line.append(contentsOf: scalar.escaped(asASCII: true).unicodeScalars)
        } else {
            line.append(scalar)
        }
    }
    return String(line)
}
