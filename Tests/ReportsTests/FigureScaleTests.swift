import Testing

@testable import Reports

/// Ranges, ticks, texts and colours of figures.
@Suite struct FigureScaleTests {
    private func labels(_ scale: ChartScale) -> [String] { scale.ticks.map(\.label) }

    @Test func ticksAreRound() {
        #expect(labels(.linear([0, 9.7], count: 5)) == ["0", "2", "4", "6", "8", "10"])
        #expect(
            labels(.linear([0, 25_000], count: 5, padding: 0.01))
                == ["0", "5000", "10k", "15k", "20k", "25k"])
        #expect(labels(.linear([0.98, 1], count: 4)) == ["0.98", "0.985", "0.99", "0.995", "1"])
        #expect(labels(.linear([-1, 1], count: 4)) == ["-1", "-0.5", "0", "0.5", "1"])
        #expect(
            labels(.logarithmic([3e-7, 0.02], count: 6))
                == ["1e-6", "1e-5", "1e-4", "1e-3", "1e-2"])
        #expect(labels(.logarithmic([2, 90], count: 5)) == ["2", "5", "10", "20", "50", "100"])
    }

    /// Whatever the numbers, a range is one and no more ticks are drawn than can be read.
    @Test func rangesAreOfAnyNumbers() {
        let nan = Double.nan
        for values: [Double] in [
            [], [nan], [0], [5], [-5], [.infinity], [-.infinity, .infinity], [1e308, -1e308],
            [.leastNonzeroMagnitude, 3 * .leastNonzeroMagnitude], [1e9, 1e9 + 1e-7], [1e99, -1e99],
            [0, 1e-300],
        ] {
            for scale in [
                ChartScale.linear(values, count: 5), .logarithmic(values, count: 5),
            ] {
                #expect(scale.low < scale.high && (scale.high - scale.low).isFinite, "\(values)")
                #expect(scale.ticks.count < 12, "\(values): \(scale.ticks)")
                for tick in scale.ticks {
                    #expect(tick.position.isFinite && !tick.label.isEmpty)
                }
            }
        }
    }

    @Test func sharesAndValuesAreInverse() {
        for scale in [
            ChartScale(low: 2, high: 20, isLogarithmic: true), ChartScale(low: -3, high: 5),
        ] {
            for share in [0, 0.25, 1] {
                #expect(abs(scale.share(of: scale.value(at: share)) - share) < 1e-12)
            }
        }
    }

    /// The one far away is left out of the range, and what merely spreads is not.
    @Test func outliersAreCut() {
        let near = (1...20).map(Double.init)
        #expect(ChartScale.withoutOutliers(near + [1e6]) == 1...20)
        #expect(ChartScale.withoutOutliers(near + [-500, .infinity]) == 1...20)
        #expect(ChartScale.withoutOutliers(near + [40]) == 1...40)
        // Too few to say which is the outlier.
        #expect(ChartScale.withoutOutliers([1, 2, 1000]) == 1...1000)
        #expect(ChartScale.withoutOutliers([]) == nil)
    }

    private func chart(_ ys: [Double], band: Double = 0, interval: LineChart.Interval = .bands)
        -> LineChart
    {
        let points = ys.enumerated().map {
            LineChart.Point(Double($0), $1, low: $1 - band, high: $1 + band)
        }
        return LineChart(
            panels: [
                .init(title: "", lines: [.init(style: LineStyle(0), slot: 0, points: points)])
            ],
            key: [], horizontalLabel: "x", verticalLabel: "y",
            horizontal: .linear([0, Double(ys.count - 1)], count: 5, padding: 0),
            isLogarithmic: false, interval: interval, caption: [])
    }

    @Test func anOutlierIsMarkedWithItsValue() {
        let commands = chart([1, 2, 1, 2, 700, 2, 1, 2]).script.commands
        #expect(commands.contains("set label '700' at first 4.0, graph"))
        #expect(commands.contains("set arrow from first 4.0, graph 0.91 to first 4.0, graph 0.995"))
        #expect(commands.contains("Arrows: values that lie beyond the panel."))
        #expect(commands.contains("set yrange [0.95:2.05]"))
        #expect(!chart([1, 2, 1, 2, 3, 2, 1, 2]).script.commands.contains("Arrows"))
    }

    @Test func theDataAreThoseOfTheChart() {
        let commands = chart([1, 3], band: 0.5).script.commands
        #expect(
            commands.contains("$data_0_0 << EOD\n0.0 1.0 0.5 1.5\n1.0 3.0 2.5 3.5\nEOD\n"),
            "\(commands)")
    }

    /// A band from -9…11 to 9…11 on a panel from 0 to 10: its lower edge enters it half-way.
    @Test func aBandEndsAtThePanelsEdge() {
        let chart = chart([0, 1])
        let scale = ChartScale(low: 0, high: 10)
        let band = chart.clipped(
            [.init(0, 1, low: -9, high: 11), .init(1, 10, low: 9, high: 11)], scale)
        #expect(band.map(\.x) == [0, 0.5, 1])
        #expect(zip(band.map(\.low), [0, 0, 9]).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(band.map(\.high) == [10, 10, 10])
    }

    @Test func rowsShareAScaleUnlessOneWouldBeFlat() {
        func panel(_ ys: [Double]) -> LineChart.Panel {
            chart(ys).panels[0]
        }
        func ranges(_ panels: [LineChart.Panel]) -> [String] {
            var chart = chart([1, 2])
            chart.panels = panels
            return chart.script.commands.matches(of: /set yrange (\S+)/).map { String($0.1) }
        }
        let (low, high) = (panel([0, 1, 2]), panel([0, 50, 100]))
        let alike = ranges([low, panel([0, 2, 3]), low])
        #expect(alike.count == 3 && Set(alike).count == 1)
        let apart = ranges([low, low, high])
        #expect(apart[0] == apart[1] && apart[0] != apart[2])
    }

    @Test func textsAreWrapped() {
        #expect(ChartText.lines("", width: 100) == [""])
        #expect(ChartText.lines("one two three", width: 50) == ["one", "two", "three"])
        for width in [20.0, 80, 300] {
            let text = "SG MLP with a skip, conditioned, averylongwordwithoutanyspaceatall 漢字漢字"
            for line in ChartText.lines(text, width: width, limit: 99) {
                #expect(ChartText.width(line) <= width, "\(line)")
            }
            #expect(ChartText.lines(text, width: width, limit: 2).count <= 2)
        }
        #expect(
            ChartText.lines("truncated_bptt_double", width: 75)
                == ["truncated_", "bptt_", "double"])
        #expect(ChartText.lines("aaa bbb ccc ddd", width: 24, limit: 2) == ["aaa", "bbb…"])
    }

    @Test func numbersAreShort() {
        func text(_ value: Double, _ step: Double) -> String {
            ChartText.number(value, step: step)
        }
        #expect(text(0.25, 0.05) == "0.25" && text(1500, 500) == "1500")
        #expect(text(12_500, 500) == "12.5k" && text(2_000_000, 1) == "2M")
        #expect(text(3e-5, 1e-5) == "3e-5" && text(1.5e9, 1e8) == "1.5e9")
        #expect(text(-.infinity, 1) == "−∞" && text(.nan, 1) == "–")
    }

    /// No two of many lines look the same, and the first are told apart without colours.
    @Test func stylesDiffer() {
        let styles = (0..<70).map { LineStyle($0) }
        let looks = Set(styles.map { "\($0.color) \($0.dash) \($0.mark)" })
        #expect(looks.count == 70)
        #expect(Set(styles.prefix(10).map { "\($0.dash) \($0.mark)" }).count == 10)
    }

    /// The colours are viridis at its ends and its middle, and get brighter all the way.
    @Test func coloursGetBrighter() {
        let scale = ColorScale(low: 0, high: 1)
        #expect(scale.color(of: 0).hex == "#440154" && scale.color(of: -5).hex == "#440154")
        #expect(scale.color(of: 0.5).hex == "#21918c" && scale.color(of: 1).hex == "#fde725")
        #expect(scale.color(of: .infinity).hex == "#fde725")
        func brightness(_ hex: String) -> Double {
            let number = Int(hex.dropFirst(), radix: 16) ?? 0
            return 0.2126 * Double(number >> 16) + 0.7152 * Double(number >> 8 & 255)
                + 0.0722 * Double(number & 255)
        }
        let all = (0...50).map { brightness(scale.color(of: Double($0) / 50).hex) }
        #expect(zip(all, all.dropFirst()).allSatisfy { $0 < $1 })
    }
}
