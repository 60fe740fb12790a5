import Foundation
import Store
import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Reports

/// What each kind of figure shows, in numbers.
@Suite struct FigureKindTests {
    private static let solved = FigureSample.solved

    private func figure<Kind: Figure>(
        _ part: any ReportPart, _ values: [Double], halves: [Double]? = nil, as kind: Kind.Type,
        seeds: Int = 2,
        depths: [Int] = [2, 3, 8], statuses: [Int64]? = nil, names: [String] = []
    ) throws -> Kind {
        let plan = try FigureSample.plan(part, seeds: seeds, depths: depths)
        let results = FigureSample.results(
            plan, values, halves: halves, statuses: statuses, names: names)
        let planned = try #require(Figures(plan, results).planned.first)
        return try #require(planned.figure as? Kind)
    }

    private let values = FigureSample.values

    private func isNear(_ one: Double, _ other: Double) -> Bool {
        abs(one - other) <= 1e-9 * max(1, abs(other))
    }

    @Test func finalsAreMeansWithTheirIntervals() throws {
        let figure = try figure(
            Final(Self.solved, against: .truncation, by: .method, beside: .jaderberg2017Copy),
            values, as: FinalFigure.self)
        let chart = try figure.chart()
        #expect(chart.panels.count == 1 && chart.panels[0].lines.count == 5)
        let first = chart.panels[0].lines[0].points
        #expect(first.map(\.x) == [2, 3, 8])
        #expect(first.map(\.y) == [2, 2, 4])
        // Of two seeds, from the one to the other.
        #expect(first[0].low == 1 && first[0].high == 3)
        #expect(first[1].low == 2 && first[1].high == 2)
        // Of the paper's figures those at our values: 7 at T = 2, 8 at T = 3.
        #expect(chart.panels[0].lines[2].points == [.init(2, 7), .init(3, 8)])
        #expect(
            chart.key.map(\.name)
                == ["truncated BPTT", "SG linear", "paper BPTT", "paper DNI", "paper DNI+Aux"])
        // 8 is 4 times 2.
        #expect(chart.horizontal.isLogarithmic)
        #expect(chart.horizontal.ticks.map(\.label) == ["2", "3", "8"])
        #expect(chart.caption[0] == "Mean over 2 seeds; bars: from one to the other.")
        #expect(chart.caption[1].hasPrefix("paper: Jaderberg et al. 2017"))
    }

    @Test func axesOfFewValuesAreLinear() throws {
        let figure = try figure(
            Final(Self.solved, against: .truncation, by: .method), values, as: FinalFigure.self,
            depths: [2, 3, 7])
        #expect(try !figure.chart().horizontal.isLogarithmic)
    }

    @Test func finalsAgainstTimeStandAtTheirTimes() throws {
        let figure = try figure(
            Final(Self.solved, againstTimeAlong: .truncation, by: .method), values,
            as: FinalFigure.self)
        let chart = try figure.chart()
        #expect(chart.panels[0].lines[1].points.map(\.x) == [4, 4, 4])
        #expect(chart.panels[0].lines[1].points.map(\.y) == [5, 7, 8])
        #expect(chart.horizontalLabel == "training time [s]")
        #expect(chart.caption.last == "A point for each truncation: 2, 3, 8.")
    }

    @Test func timesFarApartStandOnALogarithmicAxis() {
        for times in [[], [0], [0, 9], [3, 3], [2, 7.9]] as [[Double]] {
            let scale = FinalFigure.scale(ofTimes: times)
            #expect(!scale.isLogarithmic && scale.low <= 0, "\(times)")
        }
        let scale = FinalFigure.scale(ofTimes: [8, 2, 3])
        #expect(scale.isLogarithmic && scale.low < 2 && scale.high > 8)
    }

    /// Nothing lies between two methods: no line is drawn.
    @Test func namedValuesArePointsSideBySide() throws {
        let figure = try figure(
            Final(Self.solved, against: .method, by: .truncation), values, as: FinalFigure.self)
        let chart = try figure.chart()
        #expect(chart.categories.map(\.label) == ["truncated BPTT", "SG linear"])
        #expect(chart.panels[0].lines[0].points.map(\.x) == [0, 1])
        #expect(chart.panels[0].lines[0].points.map(\.y) == [2, 5])
        #expect(!chart.script.commands.contains("with linespoints"))
        #expect(chart.script.commands.contains("with points"))
    }

    @Test func curvesOverTimeSpreadTheWallTime() throws {
        let figure = try figure(
            Curve(Self.solved, by: .method, per: .truncation, over: .trainingTime), values,
            as: CurveFigure.self)
        let points = try figure.chart().panels[0].lines[0].points
        // Two points, 10 and 20 updates, are after 2 and 4 s: half of 1 and 3, then 1 and 3.
        #expect(points.count == 61)
        #expect(points.first?.x == 2 && points.first?.y == 1)
        #expect(points.last?.x == 4 && points.last?.y == 2)
        #expect(isNear(points[30].x, 3) && isNear(points[30].y, 1.5))
    }

    /// Of 1, 2 and 6 the standard error is √7/√3, and t of two degrees of freedom is 4.30265272991
    /// (Abramowitz and Stegun, table 26.10).
    @Test func curvesHaveIntervalsOfTheMean() throws {
        let figure = try figure(
            Curve(Self.solved, by: .method, per: .truncation),
            [1, 2, 6] + Array(repeating: 4, count: 15), as: CurveFigure.self, seeds: 3)
        let chart = try figure.chart()
        #expect(chart.panels.map(\.title) == ["truncation 2", "truncation 3", "truncation 8"])
        let points = chart.panels[0].lines[0].points
        #expect(points.map(\.x) == [10, 20] && points.map(\.y) == [1.5, 3])
        #expect(isNear(points[1].high, 3 + 4.302652729911275 * (7.0 / 3).squareRoot()))
        #expect(chart.caption == ["Mean over 3 seeds; bands: 95 % interval of the mean."])
        #expect(chart.horizontalLabel == "updates")
        // One panel where no axis is given for panels, and a figure for each truncation.
        let plan = try FigureSample.plan(Curve(Self.solved, by: .method))
        let planned = Figures(plan, FigureSample.results(plan, values)).planned
        #expect(planned.map(\.name).first == "solved_length-truncation_2.svg")
        #expect(planned.count == 3)
    }

    @Test func bandsOfTwoSeedsGoFromOneToTheOther() throws {
        let chart = try figure(
            Curve(Self.solved, by: .method, per: .truncation), values, as: CurveFigure.self
        ).chart()
        let points = chart.panels[0].lines[0].points
        #expect(points.map(\.low) == [0.5, 1] && points.map(\.high) == [1.5, 3])
        #expect(chart.caption == ["Mean over 2 seeds; bands: from one to the other."])
    }

    /// A mean over those seeds alone that have a value there would be of others than the one before.
    @Test func pointsThatNotAllSeedsHaveAreLeftOut() throws {
        var values = values
        values[1] = .nan
        let chart = try figure(
            Curve(Self.solved, by: .method, per: .truncation), values, halves: self.values,
            as: CurveFigure.self
        ).chart()
        #expect(chart.panels[0].lines[0].points.map(\.x) == [10])
        #expect(chart.panels[0].lines[1].points.map(\.x) == [10, 20])
        #expect(chart.caption.last == "Points that not all seeds have are left out.")
    }

    @Test func twoQuantitiesShareAPanel() throws {
        let one = Quantity("solved_length", label: "gradient, before training")
        let figure = try figure(
            Curve(
                one, beside: Quantity("solved_length", label: "gradient, after training"),
                by: .method, per: .truncation, scale: .logarithmic), values, as: CurveFigure.self)
        let chart = try figure.chart()
        #expect(chart.panels[0].lines.count == 4 && chart.isLogarithmic)
        #expect(chart.verticalLabel == "gradient")
        #expect(
            chart.key.map(\.name)
                == ["truncated BPTT", "SG linear", "before training", "after training"])
        #expect(chart.panels[0].lines.map(\.style.dash) == [1, 2, 1, 2])
    }

    @Test func mapsHaveTheirNumbers() throws {
        var values = values
        (values[4], values[5]) = (.nan, .nan)
        var statuses = values.map { _ in Int64(0) }
        statuses[11] = 3
        let figure = try figure(
            HeatMap(Self.solved, rows: .truncation, columns: .method), values,
            as: HeatMapFigure.self, statuses: statuses)
        let chart = try figure.chart()
        #expect(
            chart.rows == ["2", "3", "8"] && chart.columns == ["truncated BPTT", "SG linear"])
        let texts = chart.panels[0].entries.map { $0.map { $0?.text } }
        #expect(texts == [["2.0", "5.0"], [nil, "7.0"], ["4.0", "8.0†"]])
        let words = chart.caption[0]
        #expect(words.hasPrefix("Numbers and colours: mean over 2 seeds; higher is better."))
        #expect(words.hasSuffix("†: with runs that diverged."))
        // The least value is the darkest, the largest the brightest: the ends of viridis.
        let commands = chart.script.commands
        #expect(commands.contains("from 0,0 to 1,1 fc rgb '#440154'"))
        #expect(commands.contains("from 1,2 to 2,3 fc rgb '#fde725'"))
        #expect(commands.contains("from 0,1 to 1,2 fc rgb '#f2f2f2'"))
    }

    @Test func profilesGoOverLayers() throws {
        let figure = try figure(
            Profile(
                "cosine", over: [3, 0, 3], by: .method, per: .truncation,
                ceiling: { Quantity("top_\($0)", label: "top") }
            ) { Quantity("cosine_\($0)", label: "cosine at \($0)") }, values,
            as: ProfileFigure.self, names: ["cosine_0", "cosine_3", "top_3"])
        let chart = try figure.chart()
        let lines = chart.panels[0].lines
        #expect(lines[0].points.map(\.x) == [0, 3] && lines[0].points.map(\.y) == [2, 2])
        #expect(lines[1].points.map(\.x) == [3] && lines[1].style.dash == 2)
        #expect(chart.horizontal.ticks.map(\.label) == ["0", "3"])
        #expect(chart.key.map(\.name).suffix(2) == ["measured", "at best"])
    }

    @Test func namesOfAllKindsDiffer() throws {
        let experiment = sample(
            reporting: Report {
                Curve(Self.solved, by: .method)
                Curve(Self.solved, by: .method, over: .trainingTime)
                Final(Self.solved, against: .truncation, by: .method)
                Final(Self.solved, against: .method, by: .truncation)
                Final(Self.solved, against: .method, by: .truncation)
                Final(Self.solved, againstTimeAlong: .truncation, by: .method)
                HeatMap(Self.solved, rows: .truncation, columns: .method)
                HeatMap(Self.solved, rows: .method, columns: .truncation)
            })
        let plan = try Plan(experiment, size: .smoke)
        let results = FigureSample.results(plan, Array(repeating: 1, count: plan.count))
        let names = Figures(plan, results).planned.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(
            names.suffix(6) == [
                "final-solved_length.svg", "final-solved_length-by_method-per_truncation.svg",
                "final-solved_length-by_method-per_truncation-2.svg",
                "final-solved_length-over_time.svg", "map-solved_length.svg",
                "map-solved_length-by_method-per_truncation.svg",
            ])
    }

    @Test func figuresSayInWordsWhatTheyShow() {
        func words(_ part: any ReportPart) -> String {
            switch part.item {
            case .curve(let curve): curve.words
            case .figure(let figure): figure.words
            case .note, .table, .overview, .sentence, .claim: ""
            }
        }
        let name = "longest solved length N"
        #expect(
            words(Curve(Self.solved, by: .method, per: .truncation, over: .trainingTime))
                == name + " over training time, a line a value of method, a panel a value of "
                + "truncation")
        #expect(
            words(Final(Self.solved.best, against: .truncation, by: .method))
                == name + " at its best against truncation, a line a value of method")
        #expect(
            words(HeatMap(Self.solved, rows: .truncation, columns: .method))
                == name + " as colours with their numbers, by truncation and method")
        #expect(
            words(Profile("cosine", over: [0], by: .method, per: .seed) { _ in Self.solved })
                == "cosine by layer, a line a value of method, a panel a value of seed")
    }

    /// A figure of several panels says where it stands on the axes that it does not show.
    @Test func whatIsNotShownIsSaid() throws {
        let figure = try figure(
            Curve(Self.solved, by: .seed, per: .method), values, as: CurveFigure.self)
        let chart = try figure.chart()
        #expect(chart.caption == ["At truncation=2. One seed each: no interval."])
        #expect(chart.panels.map(\.title) == ["truncated BPTT", "SG linear"])
    }

    @Test func manyMapsAreNone() throws {
        let figure = try figure(
            HeatMap(Self.solved, rows: .truncation, columns: .method),
            Array(repeating: 1, count: 164), as: HeatMapFigure.self, depths: Array(2..<43))
        #expect(throws: NotDrawn.self) { try figure.chart() }
    }

    @Test func aProfileOfNoLayersIsRefused() {
        #expect {
            try FigureSample.plan(
                Profile("cosine", over: [], by: .method, per: .truncation) { _ in Self.solved })
        } throws: {
            "\($0)" == "profile of cosine: it lists no layers: it needs at least one"
        }
    }
}
