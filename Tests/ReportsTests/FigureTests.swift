import Foundation
import Store
import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Reports

/// The names of figures, and what lies in their folder.
@Suite struct FigureTests {
    /// The measure, of whatever task.
    private let solved = Quantity("solved_length", label: "longest solved length N")

    /// A sweep over texts, with these curves.
    private func plan(_ texts: [String], _ report: Report) throws -> Plan {
        let experiment = Experiment("sample") {
            Problem(Problem.Kind(.text))
            Sweep {
                Axis(.data, texts)
                Axis(.truncation, [2, 3])
                Seeds(2)
            }
            Size(.smoke, timeSteps: 20)
            report
        }
        return try Plan(experiment, size: .smoke)
    }

    /// The measure in every cell at these positions.
    private func record(_ plan: Plan, _ positions: [Int64]) -> CollectedRecord {
        CollectedRecord(
            title: "", experiment: "sample", attributes: [:], axes: [],
            coordinates: [Dataset(coordinate: "update", .int64(positions))],
            variables: [
                Dataset(
                    "solved_length", dimensions: plan.axes.map(\.setting.word) + ["update"],
                    shape: plan.axes.map(\.values.count) + [positions.count],
                    .float64(Array(repeating: 1, count: positions.count * plan.count)))
            ])
    }

    private func names(_ plan: Plan) -> [String] {
        Figures(plan, SweepResults(plan, record(plan, [10, 20]))).planned.map(\.name)
    }

    @Test func plainNamesStayPlain() throws {
        let one = try plan(
            ["a.txt", "b.txt"],
            Report { Curve(solved, by: .truncation, per: .data) })
        #expect(names(one) == ["solved_length.svg"])
        let perSeed = try plan(
            ["a.txt", "b.txt"], Report { Curve(solved, by: .seed, per: .truncation) })
        #expect(names(perSeed) == ["solved_length-data_a.txt.svg", "solved_length-data_b.txt.svg"])
    }

    @Test func twoCurvesOfOneMeasureAreTwoFigures() throws {
        let two = try plan(
            ["a", "b"],
            Report {
                Curve(solved, by: .truncation, per: .data)
                Curve(solved, by: .data, per: .truncation)
                Curve(solved, by: .data, per: .truncation)
            })
        let all = names(two)
        #expect(all[0] == "solved_length.svg")
        #expect(all[1] == "solved_length-by_data-per_truncation.svg")
        #expect(Set(all).count == 3)
    }

    /// Texts that differ have figures that differ, on any file system.
    @Test func namesOfDifferentTextsDiffer() throws {
        let long = String(repeating: "x", count: 150)
        let texts = [
            "x/b.txt", "x_b.txt", "x b.txt", "X_B.TXT", "../b", "..", ".", "ä", "ö", long,
            long + "y", "a\nb", "a'b", "a`b", "con",
        ]
        let many = try plan(texts, Report { Curve(solved, by: .seed, per: .truncation) })
        let all = names(many)
        #expect(all.count == texts.count)
        #expect(Set(all.map { $0.lowercased() }).count == texts.count)
        for name in all {
            #expect(name.wholeMatch(of: /solved_length-[A-Za-z0-9_.+\-]+\.svg/) != nil, "\(name)")
            #expect(name.utf8.count < 160)
        }
    }

    @Test func figuresOfEarlierReportsAreRemovedAndNothingElse() throws {
        let folder = try TemporaryFolder()
        let figures = folder.path("figures")
        try FileManager.default.createDirectory(atPath: figures, withIntermediateDirectories: true)
        let own = "<?xml version=\"1.0\"?>\n<desc>Produced by GNUPLOT 5.4 </desc>"
        for (name, text) in [
            ("old.svg", own), ("mine.svg", "<svg>drawn by hand</svg>"), ("notes.txt", own),
        ] {
            try Data(text.utf8).write(to: URL(filePath: figures + "/" + name))
        }
        let png = figures + "/png"
        try FileManager.default.createDirectory(atPath: png, withIntermediateDirectories: true)
        for name in ["old.png", "other.png"] {
            try Data().write(to: URL(filePath: png + "/" + name))
        }
        let elsewhere = folder.path("elsewhere.svg")
        try Data(own.utf8).write(to: URL(filePath: elsewhere))
        try FileManager.default.createSymbolicLink(
            atPath: figures + "/solved_length.svg", withDestinationPath: elsewhere)
        let plan = try Plan(sample, size: .smoke)
        _ = try ReportWriter.write(plan, sampleRecord(plan), to: folder.path)
        var left = Set(try FileManager.default.contentsOfDirectory(atPath: figures))
        #expect(left.remove("solved_length.svg") != nil || !GnuplotTests.hasGnuplot)
        if GnuplotTests.hasGnuplot { #expect(left.remove("png") != nil) }
        #expect(left == ["mine.svg", "notes.txt"])
        // The PNG of a figure goes with it, and others stay.
        #expect(!FileManager.default.fileExists(atPath: png + "/old.png"))
        #expect(FileManager.default.fileExists(atPath: png + "/other.png"))
        // A link is replaced, not followed.
        #expect(try String(contentsOfFile: elsewhere, encoding: .utf8) == own)
    }

    /// A sweep of many values is not drawn with more lines than can be seen.
    @Test func tooManyLinesAreNoFigure() throws {
        let plan = try Plan(
            sample, size: .smoke,
            overrides: [
                Override(
                    parsing: "truncation=" + (2..<130).map(String.init).joined(separator: ",")),
                Override(parsing: "seed=0"),
            ])
        let figure = try #require(
            Figures(plan, SweepResults(plan, record(plan, [.min, 0, .max]))).planned.first
        ).figure
        guard case .fault(let fault) = figure.draw() else {
            Issue.record("128 panels were drawn")
            return
        }
        #expect(
            fault
                == "it would have 128 panels of 2 lines, and at most 100 of each can be told apart")
    }

    /// Positions at the ends of what whole numbers can be are drawn.
    @Test(.enabled(if: GnuplotTests.hasGnuplot, "gnuplot is not installed"))
    func positionsOfAnySizeAreDrawn() throws {
        let plan = try Plan(sample, size: .smoke)
        for positions: [Int64] in [[.min, 0, .max], [.max], [0], [-5, -1], [1, 1 << 60]] {
            let results = SweepResults(plan, record(plan, positions))
            let figure = try #require(Figures(plan, results).planned.first).figure
            guard case .drawn = figure.draw() else {
                Issue.record("\(positions): \(figure.draw())")
                continue
            }
        }
    }

    /// Positions each twice the one before stand at equal distances.
    @Test(.enabled(if: GnuplotTests.hasGnuplot, "gnuplot is not installed"))
    func doublingPositionsAreLogarithmic() throws {
        let plan = try Plan(sample, size: .smoke)
        func ticks(_ positions: [Int64]) throws -> Set<String> {
            let results = SweepResults(plan, record(plan, positions))
            let figure = try #require(Figures(plan, results).planned.first).figure
            guard case .drawn(let bytes) = figure.draw() else { return ["\(figure.draw())"] }
            let words = String(decoding: bytes, as: UTF8.self)
                .matches(of: />\s*([0-9.]+k?)\s*</).map { String($0.1) }
            return Set(words)
        }
        let doubling = (0...10).map { Int64(1) << $0 }
        let found = try ticks(doubling)
        #expect(found.isSuperset(of: ["1", "4", "16", "64", "256", "1024"]), "\(found)")
        #expect(try !ticks([0] + doubling).contains("256"))
        #expect(try ticks((0...62).map { Int64(1) << $0 }).contains("1"))
    }
}
