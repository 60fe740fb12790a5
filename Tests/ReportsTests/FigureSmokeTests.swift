import Sweeps
import Testing
import Vocabulary

@testable import Reports

/// Every kind of figure drawn for real, whatever was measured.
@Suite struct FigureSmokeTests {
    private static let solved = FigureSample.solved
    private let values = FigureSample.values

    private var kinds: [any ReportPart] {
        [
            Curve(Self.solved, by: .method, per: .truncation),
            Curve(Self.solved, by: .method, over: .trainingTime, scale: .logarithmic),
            Curve(Self.solved, beside: Self.solved, by: .truncation, per: .method),
            Final(Self.solved, against: .truncation, by: .method, beside: .jaderberg2017Copy),
            Final(Self.solved, against: .method, by: .truncation),
            Final(Self.solved, against: .seed, by: .method, per: .truncation),
            Final(Self.solved, againstTimeAlong: .truncation, by: .method),
            HeatMap(Self.solved, rows: .truncation, columns: .method),
            HeatMap(Self.solved, rows: .method, columns: .seed, per: .truncation),
            Profile("solved", over: [0, 1], by: .method, per: .truncation) { _ in Self.solved },
        ]
    }

    @Test(.enabled(if: GnuplotTests.hasGnuplot, "gnuplot is not installed"))
    func everyKindIsDrawnOfAnyNumbers() throws {
        let nan = Double.nan
        let cases: [(String, [Double])] = [
            ("plain", values),
            ("equal", values.map { _ in 7 }), ("zero", values.map { _ in 0 }),
            ("negative", values.map { -$0 }),
            ("one", [nan, 5] + Array(repeating: nan, count: 10)),
            ("infinite", [.infinity, -.infinity] + Array(repeating: 2, count: 10)),
            ("all infinite", values.map { _ in .infinity }),
            ("huge", values.map { $0 * 1e307 }),
            ("tiny", values.map { $0 * Double.leastNonzeroMagnitude }),
            ("near", values.map { 1e9 + $0 * 1e-7 }), ("outlier", [1e12] + values.dropFirst()),
        ]
        for part in kinds {
            for (name, values) in cases {
                let plan = try FigureSample.plan(part)
                let planned = Figures(plan, FigureSample.results(plan, values)).planned
                let figure = try #require(planned.first).figure
                let words = "\(part.item) of \(name)"
                guard case .drawn(let svg) = figure.draw() else {
                    Issue.record("\(words): \(figure.draw())")
                    continue
                }
                let faults = XMLCheck.faults(in: svg)
                #expect(faults.isEmpty, "\(words): \(faults)")
                #expect(!String(decoding: svg, as: UTF8.self).contains("nan"), "\(words)")
            }
        }
    }

    @Test func nothingMeasuredIsSaid() throws {
        for part in kinds {
            let plan = try FigureSample.plan(part)
            let results = FigureSample.results(plan, values.map { _ in .nan })
            for planned in Figures(plan, results).planned {
                guard case .fault(let reason) = planned.figure.draw() else {
                    Issue.record("\(part.item) was drawn")
                    continue
                }
                #expect(!reason.isEmpty)
            }
        }
    }

    @Test(.enabled(if: GnuplotTests.hasGnuplot, "gnuplot is not installed"))
    func aFigureIsTheSameAgain() throws {
        for part in kinds {
            for format in [Gnuplot.Format.svg, .png] {
                let plan = try FigureSample.plan(part)
                func bytes() throws -> [UInt8] {
                    let planned = Figures(plan, FigureSample.results(plan, values)).planned
                    let drawing = try #require(planned.first).figure.draw(as: format)
                    guard case .drawn(let bytes) = drawing else { return [] }
                    return bytes
                }
                let first = try bytes()
                #expect(try !first.isEmpty && first == bytes(), "\(part.item) \(format)")
            }
        }
    }
}
