/// Drawings inside of a page: without what could run or load anything, and with names that no other
/// drawing of the page has.
enum InlineSVG {
    /// The elements that are kept; a drawing with any other is refused.
    private static let elements: Set<String> = [
        "svg", "g", "defs", "path", "circle", "ellipse", "line", "polyline", "polygon", "rect",
        "use",
        "text", "tspan", "filter", "feFlood", "feComposite", "clipPath", "marker", "pattern",
        "linearGradient", "stop",
    ]
    /// Names for people, which the page says itself.
    private static let leftOut: Set<String> = ["title", "desc"]

    /// A drawing as an element of a page.
    /// - Parameters:
    ///   - prefix: begins its identifiers; none other of the page may have it.
    ///   - label: what it shows, in words.
    /// - Returns: nil for what is no sound SVG of shapes and texts alone.
    static func element(_ svg: [UInt8], prefix: String, label: String) -> String? {
        guard String(validating: svg, as: UTF8.self) != nil else { return nil }
        var scanner = MarkupScanner(svg)
        guard scanner.skip(to: "<svg") else { return nil }
        var names: Set<String> = []
        var page = ""
        var open: [String] = []
        while true {
            let words = scanner.words()
            if let last = open.last, !leftOut.contains(last) { page += words }
            if scanner.comment() { continue }
            guard let tag = scanner.tag(), elements.union(leftOut).contains(tag.name) else {
                return nil
            }
            let isShown = !leftOut.contains(tag.name)
            if tag.isEnd {
                guard open.popLast() == tag.name else { return nil }
                if isShown { page += "</\(tag.name)>" }
                if open.isEmpty { return page }
                continue
            }
            if !tag.isEmpty { open.append(tag.name) }
            guard isShown else { continue }
            guard let attributes = attributes(of: tag, prefix: prefix, &names) else { return nil }
            let role =
                tag.name == "svg" ? #" role="img" aria-label="\#(MarkupText.escape(label))""# : ""
            page += "<\(tag.name)\(role)\(attributes)\(tag.isEmpty ? "/" : "")>"
        }
    }

    /// The attributes of a tag as the page has them; nil where one could run or load something.
    private static func attributes(
        of tag: MarkupScanner.Tag, prefix: String, _ names: inout Set<String>
    ) -> String? {
        var text = ""
        for (name, value) in tag.attributes {
            var value = value
            switch name {
            case "id":
                // Panels of one drawing have the same names; the first is what others mean.
                guard names.insert(value).inserted else { continue }
                value = prefix + value
            case "xlink:href", "href":
                guard value.hasPrefix("#") else { return nil }
                value = "#" + prefix + value.dropFirst()
            case "xmlns:xlink": continue
            case _ where name.lowercased().hasPrefix("on"): return nil
            case _ where value.contains("url("):
                value = value.replacing("url(#", with: "url(#" + prefix)
                if value.replacing("url(#", with: "").contains("url(") { return nil }
            case _: break
            }
            text += " \(name == "xlink:href" ? "href" : name)=\"\(value)\""
        }
        return text
    }
}
