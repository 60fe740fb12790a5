import Store
import Sweeps
import Testing
import Vocabulary

@testable import Reports

/// Workers of two kinds on two links, two seeds each.
private let race = Experiment("race") {
    Problem(.images())
    With(.workers, 2)
    With(.link, .unix)
    Sweep {
        Axis(.linkLatency, [0, 100])
        Axis(.parallel, [.locked, .decoupled])
        Seeds(2)
    }
    Size(.smoke, updates: 30)
    Report {
        Table(
            .trainingLoss.atEqualTime(over: [.parallel]), rows: .parallel, columns: .linkLatency)
        Claim("P", "Decoupled is ahead.") {
            Compare(
                .trainingLoss.atEqualTime(over: [.parallel]), of: .parallel, .decoupled,
                with: .locked, along: .linkLatency, expecting: .less)
        }
        Sentence {
            "Locked ones took "
            Mean(.trainingTime, of: .parallel, .locked)
            " and decoupled ones "
            Mean(.trainingTime, of: .parallel, .decoupled)
            ", which are ahead "
            Mean(
                .firstWorkers(than: .locked), of: .parallel, .decoupled,
                saying: "from # workers on", otherwise: "at no number of workers")
            "."
        }
    }
}

/// Results of the race: losses 8, 4, 2 at the updates 10, 20, 30, those of seed 1 greater by 1, and
/// an error at the updates 5 and 25. A decoupled update takes 50 ms and one of locked workers 100 ms,
/// on the slow link 100 ms more; seed 1 is slower by a fifth.
private func record(
    _ plan: Plan, times: Bool = true, ownTime: String? = nil,
    statuses: [Int64] = Array(repeating: 0, count: 8)
) -> CollectedRecord {
    let names = plan.axes.map(\.setting.word)
    let shape = plan.axes.map(\.values.count)
    let updates = [10.0, 20, 30]
    var (losses, seconds): ([Double], [Double]) = ([], [])
    for cell in plan {
        let isLocked = cell.configuration[.parallel] == .locked
        let seed = Double(cell.configuration[.seed])
        let update =
            (isLocked ? 0.1 + cell.configuration[.linkLatency] / 1000 : 0.05) * (1 + seed / 5)
        losses += [8, 4, 2].map { $0 + seed }
        seconds += updates.map { $0 * update }
    }
    func curve(_ name: String, over coordinate: String, _ values: [Double]) -> Dataset {
        Dataset(
            name, dimensions: names + [coordinate], shape: shape + [values.count / plan.count],
            .float64(values))
    }
    return CollectedRecord(
        over: plan,
        coordinates: [
            Dataset(coordinate: "update", .int64([10, 20, 30])),
            Dataset(coordinate: "evaluation", .int64([5, 25])),
        ],
        variables: [
            Dataset("status", dimensions: names, shape: shape, .int64(statuses)),
            Dataset(
                "cell_id", dimensions: names, shape: shape, .strings(plan.map(\.identity))),
            curve("train_loss", over: "update", losses),
            curve("test_error", over: "evaluation", plan.flatMap { _ in [50.0, 10] }),
            Dataset(
                "decoupled_beats_locked_from", dimensions: names, shape: shape,
                .float64([.nan, .nan, .nan, .nan, .nan, .nan, 2, 4])),
        ] + (times ? [curve("training_time", over: "update", seconds)] : [])
            + (ownTime.map { name in
                let whole = Elements.float64(
                    stride(from: 2, to: seconds.count, by: 3).map { seconds[$0] })
                // What the clock says of cells that ran beside others counts only where nothing else does.
                let clock = Elements.float64(Array(repeating: 99, count: seconds.count / 3))
                return [
                    Dataset("wall_time_s", dimensions: names, shape: shape, clock),
                    Dataset(name, dimensions: names, shape: shape, whole),
                ].suffix(name == "wall_time_s" ? 1 : 2)
            } ?? []))
}

@Suite struct EqualTimeTests {
    /// The sample's cells have points at 10 and 20, the sixth none, the seventh the first alone.
    @Test func aCurveIsReadAtAPosition() throws {
        let plan = try Plan(sample, size: .smoke)
        let results = SweepResults(plan, sampleRecord(plan))
        func values(_ position: Int) -> [Double?] {
            plan.indices.map { cell in
                let value = results.value(of: .solvedLength.after(position), in: cell)
                return value.isNaN ? nil : value
            }
        }
        #expect(values(9) == Array(repeating: nil, count: 8))
        #expect(values(10) == [1, 1, 1, 2, 2, nil, 5, 2])
        #expect(values(15) == [1, 1, 1, 2, 2, nil, nil, 2])
        #expect(values(20) == [4, 5, 6, 7, 3, nil, nil, 6])
        #expect(values(21) == Array(repeating: nil, count: 8))
        #expect(Quantity.testError.after(10).when == " after 10 updates")
        // Budgets of sequences may be time steps.
        #expect(Quantity.solvedLength.after(10).when == " after 10")
    }

    private let loss = Quantity.trainingLoss.atEqualTime(over: [.parallel])

    private func values(
        _ quantity: Quantity, times: Bool = true, ownTime: String? = nil,
        statuses: [Int64] = Array(repeating: 0, count: 8)
    ) throws -> [Double] {
        let plan = try Plan(race, size: .smoke)
        let results = SweepResults(
            plan, record(plan, times: times, ownTime: ownTime, statuses: statuses))
        return (0..<8).map { results.value(of: quantity, in: $0) }
    }

    private func isNear(_ values: [Double], _ expected: [Double]) -> Bool {
        zip(values, expected).allSatisfy { abs($0 - $1) < 1e-9 || $0.isNaN && $1.isNaN }
    }

    /// Updates that take equally long end when the whole says that they do.
    @Test(arguments: ["cpu_time_s", "wall_time_s"])
    func aCellWithoutTimesHasThoseOfTheWhole(name: String) throws {
        #expect(isNear(try values(loss, times: false, ownTime: name), try values(loss)))
    }

    @Test func aSweepWithoutTimesHasNoEqualTime() throws {
        #expect(try values(loss, times: false).allSatisfy(\.isNaN))
    }

    /// The first to end is decoupled with seed 0, after 1.5 s.
    @Test func curvesAreReadWhenTheFirstHasEnded() throws {
        let values = try values(loss)
        // At 15 updates of the locked workers, 12.5 with seed 1; at 30 and 25 of the others; on the slow
        // link the locked ones have done 7.5 and 6.25.
        #expect(
            isNear(values, [6, 8, 2, 4, .nan, .nan, 2, 4]), "\(values)")
    }

    /// Without the axis of the link the fast one is no measure of the slow one, and it is with it.
    @Test func onlyTheNamedAxesDiffer() throws {
        let plan = try Plan(race, size: .smoke)
        var slow = record(plan)
        // The cells of the fast link end at half the time.
        slow.variables = slow.variables.map { dataset in
            guard dataset.name == "training_time", let all = dataset.elements.reals else {
                return dataset
            }
            let halved = all.enumerated().map { $0 < 12 ? $1 / 2 : $1 }
            return Dataset(
                "training_time", dimensions: dataset.dimensions, shape: dataset.shape,
                .float64(halved))
        }
        let results = SweepResults(plan, slow)
        #expect(abs(results.value(of: loss, in: 6) - 2) < 1e-9)
        let both = Quantity.trainingLoss.atEqualTime(over: [.parallel, .linkLatency])
        // 0.75 s: 15 updates.
        #expect(abs(results.value(of: both, in: 6) - 6) < 1e-9)
    }

    /// Positions of evaluations lie between those of the times.
    @Test func aCurveOverAnotherCoordinateHasItsTimesBetween() throws {
        let values = try values(.testError.atEqualTime(over: [.parallel]))
        // Errors 50 and 10 at 5 and 25 updates; 15 updates are half-way.
        #expect(
            isNear(values, [30, 35, 10, 10, 45, 47.5, 10, 10]), "\(values)")
    }

    /// What diverged early is no measure, and has its last value.
    @Test func onlyCompleteCellsEndTheRace() throws {
        let values = try values(loss, statuses: [0, 0, 3, 3, 0, 0, 2, 0])
        // The locked ones end after 3 s, when seed 1 has done 25 updates; on the slow link seed 1 of the decoupled ones after 1.8 s.
        #expect(isNear(values, [2, 4, 2, 3, .nan, .nan, 2, 3]), "\(values)")
    }

    @Test func withoutTimesThereIsNoValue() throws {
        #expect(try values(loss, times: false).allSatisfy(\.isNaN))
        #expect(try values(.updatesPerSecond.atEqualTime(over: [.parallel])).allSatisfy(\.isNaN))
    }

    @Test func thePageSaysSo() throws {
        let plan = try Plan(race, size: .smoke)
        let text = ReportPage(plan: plan, results: SweepResults(plan, record(plan)), figures: [])
            .text
        #expect(
            text.contains("Training loss after equal time (bits per scored output): mean"),
            "\(text)")
        #expect(text.contains("  training loss after equal time, expected less:"), "\(text)")
        #expect(text.contains("7.000 ± 1.414 (2)"), "\(text)")
    }

    @Test func sentencesHaveTheirNumbers() throws {
        let plan = try Plan(race, size: .smoke)
        let text = ReportPage(plan: plan, results: SweepResults(plan, record(plan)), figures: [])
            .text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            text.contains(
                "At link_latency=0: Locked ones took 3.30 ± 0.42 s and decoupled ones "
                    + "1.65 ± 0.21 s, which are ahead at no number of workers."), "\(text)")
        #expect(
            text.contains(
                "At link_latency=100: Locked ones took 6.60 ± 0.85 s and decoupled ones "
                    + "1.65 ± 0.21 s, which are ahead from 3 ± 1 workers on."), "\(text)")
    }

    @Test func axesThatAreNoneAreRefused() throws {
        func message(_ part: any ReportPart) -> String {
            let experiment = Experiment("wrong") {
                Problem(.images())
                Sweep { Axis(.depth, [3, 4]) }
                Size(.smoke, updates: 30)
                Report { part }
            }
            do {
                _ = try Plan(experiment, size: .smoke)
                return "accepted"
            } catch { return "\(error)" }
        }
        #expect(
            message(
                Table(.trainingLoss.atEqualTime(over: [.link]), rows: .depth, columns: .seed))
                == "table of train_loss: link is no axis of this sweep: its axes are depth")
        #expect(
            message(Sentence { Mean(.trainingLoss, of: .units, 3) })
                == "sentence: units is no axis of this sweep: its axes are depth")
        #expect(
            message(Sentence { Mean(.trainingLoss, of: .depth, 5) })
                == "sentence: depth is never 5 in this sweep, at no size")
    }
}
