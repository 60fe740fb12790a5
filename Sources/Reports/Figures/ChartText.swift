import Foundation
import Store

/// Texts of figures: how wide they are, and lines of them.
enum ChartText {
    /// About the width of a text in pixels, in DejaVu Sans, which is wider than most sans-serif fonts.
    static func width(_ text: String, size: Double = 12) -> Double {
        text.unicodeScalars.reduce(0) { sum, scalar in
            let em =
                switch scalar {
                case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!", " ": 0.34
                case "t", "f", "r", "(", ")", "[", "]", "-", "/": 0.42
                case "m", "w", "M", "W", "%", "@", "+", "=", "<", ">": 0.97
                case "c", "k", "s", "v", "x", "y", "z": 0.6
                case "A"..."Z": 0.74
                case _ where scalar.value >= 0x1100: 1.0
                case _: 0.64
                }
            return sum + em * size
        }
    }

    /// A text in lines that are no wider than `width` pixels, broken at spaces where there are any; the
    /// last of `limit` lines ends with … where more would follow. Never empty.
    static func lines(
        _ text: String, width: Double, size: Double = 12, limit: Int = 3
    ) -> [String] {
        let words = text.oneLine(limit: 1000).split(separator: " ").flatMap {
            pieces(of: $0, width: width, size: size)
        }
        var lines: [String] = []
        var line = ""
        for word in words {
            let longer = line.isEmpty ? word : line + " " + word
            if line.isEmpty || self.width(longer, size: size) <= width {
                line = longer
                continue
            }
            lines.append(line)
            line = word
        }
        lines.append(line)
        guard lines.count > limit else { return lines }
        return lines.prefix(limit - 1) + [lines[limit - 1] + "…"]
    }

    /// A word in pieces that are no wider than a line, broken behind `_`, `+` and `-` where there are any.
    private static func pieces(of word: Substring, width: Double, size: Double) -> [String] {
        var pieces: [String] = []
        var piece = ""
        for character in word {
            if !piece.isEmpty && self.width(piece + String(character), size: size) > width {
                let joint = piece.lastIndex { "_+-".contains($0) }.map(piece.index(after:))
                pieces.append(String(piece[..<(joint ?? piece.endIndex)]))
                piece = joint.map { String(piece[$0...]) } ?? ""
            }
            piece.append(character)
        }
        return pieces + [piece]
    }

    /// A number in few characters: `0.25`, `1.5k`, `3e-4`.
    /// - Parameter step: the distance to other numbers that it is told from.
    static func number(_ value: Double, step: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "–" : value > 0 ? "∞" : "−∞" }
        guard value != 0 else { return "0" }
        let size = abs(value)
        // What numbers near the least that there are cannot be divided by.
        let step = max(step, size * 1e-6, .leastNonzeroMagnitude)
        let power = (log10(size) + 1e-9).rounded(.down)
        let needed = max(0, Int(power - (log10(step) + 1e-9).rounded(.down)))
        if size >= 1e7 || size < 1e-3 {
            let parts = String(format: "%.\(min(needed, 4))e", value).split(separator: "e")
            guard parts.count == 2, let exponent = Int(parts[1]) else { return "\(value)" }
            return trimmed(String(parts[0])) + "e\(exponent)"
        }
        let (unit, letter) = size >= 1e6 ? (1e6, "M") : size >= 1e4 ? (1e3, "k") : (1, "")
        let digits = max(0, -Int((log10(step / unit) + 1e-9).rounded(.down)))
        return trimmed(String(format: "%.\(min(digits, 9))f", value / unit)) + letter
    }

    /// A number without zeros at the end of its fraction.
    private static func trimmed(_ number: String) -> String {
        guard number.contains(".") else { return number }
        var text = Substring(number)
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return String(text)
    }
}
