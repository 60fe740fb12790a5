import Mustache
import Vocabulary

/// The escaping of every text that a template fills in: text stays text, in elements and in quoted
/// attributes, whatever is in it. Control, direction and other invisible characters show as
/// `\u{202E}`.
///
/// It goes by Unicode scalars: a quote with a combining mark behind it is one character of Swift, and
/// ends an attribute all the same.
struct MarkupText: MustacheContentType {
    /// The name that templates ask for it by.
    private static let name = "PRESAGE"

    /// A template of which all that is filled in between two braces is escaped.
    /// - Throws: what is wrong with the template.
    static func template(_ text: String) throws -> MustacheTemplate {
        MustacheContentTypes.register(MarkupText(), named: name)
        return try MustacheTemplate(string: "{{% CONTENT_TYPE:\(name)}}" + text)
    }

    func escapeText(_ text: String) -> String { Self.escape(text) }

    static func escape(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in escaped(text).unicodeScalars {
            switch scalar {
            case "<": plain.append(contentsOf: "&lt;".unicodeScalars)
            case ">": plain.append(contentsOf: "&gt;".unicodeScalars)
            case "&": plain.append(contentsOf: "&amp;".unicodeScalars)
            case "\"": plain.append(contentsOf: "&quot;".unicodeScalars)
            case "'": plain.append(contentsOf: "&#39;".unicodeScalars)
            case _: plain.append(scalar)
            }
        }
        return String(plain)
    }
}
