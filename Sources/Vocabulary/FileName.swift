/// A file name that can be read as `text`: `text` itself where it can be one, and otherwise what
/// can be kept of it and a hash that tells it from the names of other texts.
package func readableFileName(_ text: String, limit: Int) -> String {
    let kept = keptInFileName(text, limit: limit)
    return kept == text && !kept.isEmpty && !kept.hasPrefix(".")
        ? kept : kept + "." + fingerprint(text.utf8)
}

/// The first `limit` characters of a text as far as file names keep them everywhere: letters, digits
/// and `-_.+`; others become `_`.
package func keptInFileName(_ text: String, limit: Int) -> String {
    String(text.prefix(limit).map { isKept($0) ? $0 : "_" })
}

private func isKept(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "-_.+".contains(character))
}
