import Processes

/// Drawings by gnuplot, which is given commands of ours, numbers, and texts that it cannot take for
/// commands.
enum Gnuplot {
    /// Commands that plot, and the size that they are for, in pixels; terminal and output are set where
    /// they are drawn.
    struct Script: Equatable {
        let commands: String
        let width: Int
        let height: Int
    }

    /// A kind of image.
    enum Format { case svg, png }

    /// The end of a drawing.
    enum Drawing {
        case drawn([UInt8])
        case fault(String)
    }

    /// The largest figure, in bytes.
    private static let largest = 64 << 20

    /// What could change a figure from outside. The user's own settings are not read: -d.
    private static let environment = [
        "GNUTERM": "svg", "GNUPLOT_LIB": "", "GNUPLOT_FONTPATH": "", "GDFONTPATH": "",
        "FIT_SCRIPT": "", "LC_ALL": "C.UTF-8",
    ]

    /// Draws an image; a PNG has twice the pixels, as screens and slides have.
    /// - Parameter patience: the longest time that a figure takes, in seconds.
    static func draw(
        _ script: Script, as format: Format = .svg, program: String = "gnuplot",
        patience: Double = 60
    ) -> Drawing {
        let (width, height) = (script.width, script.height)
        let terminal =
            switch format {
            case .svg: "svg size \(width),\(height) font 'sans,12' background 'white' noenhanced"
            case .png:
                "pngcairo size \(2 * width),\(2 * height) font 'sans,12' fontscale 1.5 linewidth 2 "
                    + "pointscale 2 background 'white' noenhanced"
            }
        let whole = """
            set encoding utf8
            set terminal \(terminal)
            set output

            """
        let process: FinishedProcess
        do {
            process = try .run(
                program, ["-d"], input: Array((whole + script.commands).utf8),
                environment: environment,
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
            let (isWhole, name) =
                switch format {
                case .svg: (isWholeSVG(process.output), "SVG")
                case .png: (isWholePNG(process.output), "PNG")
                }
            return isWhole
                ? .drawn(process.output) : .fault("gnuplot gave no whole \(name)\(saying)")
        }
    }

    /// Whether an SVG has its beginning and its end.
    private static func isWholeSVG(_ svg: [UInt8]) -> Bool {
        let end = String(decoding: svg.suffix(64), as: UTF8.self)
        return svg.starts(with: Array("<?xml".utf8))
            && end.split(whereSeparator: \.isWhitespace).last?.hasSuffix("</svg>") == true
    }

    private static func isWholePNG(_ png: [UInt8]) -> Bool {
        png.starts(with: [0x89] + Array("PNG".utf8))
            && png.suffix(8).prefix(4).elementsEqual("IEND".utf8)
    }

    /// A text as a string of the script: in single quotes, in which gnuplot replaces nothing. Quotes
    /// in it become typographic ones, since a doubled quote at the beginning ends the string for
    /// gnuplot 5.4; so do backquotes, which run commands elsewhere. Marks that turn the direction of
    /// writing would do so beyond their text.
    static func quoted(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.oneLine(limit: 200).unicodeScalars {
            switch scalar {
            case "'", "`": plain.append("\u{2019}")
            case "\u{202a}"..."\u{202e}", "\u{2066}"..."\u{2069}": plain.append("\u{fffd}")
            // What XML cannot hold.
            case _ where scalar.properties.generalCategory == .unassigned: plain.append("\u{fffd}")
            case _: plain.append(scalar)
            }
        }
        return "'" + String(plain) + "'"
    }
}
