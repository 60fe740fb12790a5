import Processes

/// Drawings by gnuplot, which is given commands of ours, numbers, and texts that it cannot take for
/// commands.
enum Gnuplot {
    /// The end of a drawing.
    enum Drawing {
        case svg([UInt8])
        case fault(String)
    }

    /// The largest figure, in bytes.
    private static let largest = 64 << 20

    /// What could change a figure from outside. The user's own settings are not read: -d.
    private static let environment = [
        "GNUTERM": "svg", "GNUPLOT_LIB": "", "GNUPLOT_FONTPATH": "", "GDFONTPATH": "",
        "FIT_SCRIPT": "", "LC_ALL": "C.UTF-8",
    ]

    /// Draws an SVG.
    /// - Parameters:
    ///   - script: the commands that plot; terminal and output are set here.
    ///   - patience: the longest time that a figure takes, in seconds.
    static func draw(
        _ script: String, width: Int, height: Int, program: String = "gnuplot",
        patience: Double = 60
    ) -> Drawing {
        let whole = """
            set encoding utf8
            set terminal svg size \(width),\(height) font 'sans,12' background 'white' noenhanced
            set output

            """
        let process: FinishedProcess
        do {
            process = try .run(
                program, ["-d"], input: Array((whole + script).utf8), environment: environment,
                within: patience, outputLimit: largest)
        } catch {
            return .fault(
                error.isMissingProgram ? "gnuplot is missing, install gnuplot-nox" : "\(error)")
        }
        let words = String(decoding: process.complaints.suffix(400), as: UTF8.self)
            .oneLine(limit: 400).split(separator: " ").joined(separator: " ")
        let saying = words.isEmpty ? "" : ": \(words)"
        switch process.ending {
        case .timedOut: return .fault("gnuplot did not end within \(fixed(patience, 0)) s")
        case .signalled(let signal): return .fault("gnuplot was ended by signal \(signal)\(saying)")
        case .exited(let code) where code != 0:
            return .fault("gnuplot ended with exit code \(code)\(saying)")
        case .exited:
            return isWhole(process.output)
                ? .svg(process.output) : .fault("gnuplot gave no whole SVG\(saying)")
        }
    }

    /// Whether an SVG has its beginning and its end.
    private static func isWhole(_ svg: [UInt8]) -> Bool {
        let end = String(decoding: svg.suffix(64), as: UTF8.self)
        return svg.starts(with: Array("<?xml".utf8))
            && end.split(whereSeparator: \.isWhitespace).last?.hasSuffix("</svg>") == true
    }

    /// A text as a string of the script: in single quotes, in which gnuplot replaces nothing. Quotes
    /// in it become typographic ones, since a doubled quote at the beginning ends the string for
    /// gnuplot 5.4; so do backquotes, which run commands elsewhere.
    static func quoted(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.oneLine(limit: 200).unicodeScalars {
            switch scalar {
            case "'", "`": plain.append("\u{2019}")
            // What XML cannot hold.
            case _ where scalar.properties.generalCategory == .unassigned: plain.append("\u{fffd}")
            case _: plain.append(scalar)
            }
        }
        return "'" + String(plain) + "'"
    }
}
