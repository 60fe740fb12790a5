import Tensor
import TestSupport
import Testing
import Trainers
import Workers

/// Windows on workers against sessions in one process, over random networks.
@Suite struct WindowStageChaosTests {
    static let workers = [2, 3, 4]

    private func expectClose(
        _ stages: [any Stage], _ session: RecurrentSession, velocityFactor: Float = 1,
        _ what: String
    ) throws {
        let (ours, theirs) = try (gathered(stages), whole(session))
        #expect(Set(ours.keys) == Set(theirs.keys))
        for (path, bits) in theirs {
            // Of the lanes of one worker, not of all.
            if path == "state" && ours[path]?.count != bits.count { continue }
            if path == "updates" || path == "time_steps" || path == "capacity"
                || path.hasSuffix("steps") || path.hasSuffix("has_gradients")
            {
                #expect(ours[path] == bits, "\(path) of \(what)")
            } else {
                let factor = path.hasSuffix("moment_1") ? velocityFactor : 1
                let error = relativeError(
                    floats(ours[path] ?? []).map { factor * $0 }, floats(bits))
                #expect(error < 2e-4, "\(path) of \(what)")
            }
        }
    }

    private func floats(_ bits: [UInt64]) -> [Float] {
        bits.map { Float(bitPattern: UInt32($0)) }
    }

    @Test(arguments: [Parallelism.Mode.data, .windows])
    func oneWorkerIsTheSession(_ mode: Parallelism.Mode) throws {
        var numbers = TestNumbers(seed: 1)
        for _ in 0..<Chaos.trials(short: 10, long: 500) {
            let network = RecurrentCase(&numbers)
            let parallelism = Parallelism(mode, workers: 1)
            let stage = network.worker(0, parallelism).stage
            let session = network.session()
            var bits = 0.0
            for update in 0..<14 { bits += session.train(on: network.window(update)).loss }
            try runTogether([stage], Schedule(parallelism), 0..<5)
            try runTogether([stage], Schedule(parallelism), 5..<14)
            #expect(try gathered([stage]) == whole(session), "\(network)")
            let report = stage.takeReport()
            #expect(abs(report.loss / 0.6931471805599453 - bits) < 1e-9 * bits)
            #expect(report.updates == 14 && report.squaredGradientNorm > 0)
        }
    }

    @Test(arguments: workers)
    func windowsOnWorkersAreTheSumOfTheSessionsOwn(_ workers: Int) throws {
        var numbers = TestNumbers(seed: UInt64(workers))
        for _ in 0..<Chaos.trials(short: 10, long: 500) {
            let network = RecurrentCase(&numbers)
            let parallelism = Parallelism(.windows, workers: workers)
            // A session that adds up the gradients of as many windows and then steps by their sum; the
            // workers' mean is that by the number of windows.
            let session = network.session(perSequence: true)
            let updates = 6
            for window in 0..<updates * workers {
                _ = session.train(on: network.window(window, windows: workers))
            }
            let all = (0..<workers).map {
                network.worker($0, parallelism, rate: Double(workers), windows: workers)
            }
            let stages = all.map(\.stage)
            try runTogether(stages, Schedule(parallelism), 0..<2)
            try runTogether(stages, Schedule(parallelism), 2..<updates)
            try expectClose(
                stages, session, velocityFactor: Float(workers), "\(network), \(workers) workers")
            try expectSameEverywhere(all.map(\.session))
        }
    }

    @Test(arguments: workers)
    func dataOnWorkersIsASessionWithAllSequences(_ workers: Int) throws {
        var numbers = TestNumbers(seed: UInt64(10 + workers))
        for _ in 0..<Chaos.trials(short: 10, long: 500) {
            let network = RecurrentCase(&numbers)
            let parallelism = Parallelism(.data, workers: workers)
            let lanes = workers * network.lanes
            let session = network.session(lanes: lanes)
            for update in 0..<8 {
                _ = session.train(on: network.window(update, lanes: 0..<lanes, of: lanes))
            }
            let all = (0..<workers).map { network.worker($0, parallelism) }
            let stages = all.map(\.stage)
            try runTogether(stages, Schedule(parallelism), 0..<8)
            try expectClose(stages, session, "\(network), \(workers) workers")
            try expectSameEverywhere(all.map(\.session))
            let lanesOwn = try stages.map { stage in
                let state = StateTransfer()
                try stage.transferOwn(state)
                return state.parts.count
            }
            #expect(lanesOwn[0] == 0 && lanesOwn.dropFirst().allSatisfy { $0 >= 1 })
        }
    }

    private func expectSameEverywhere(_ sessions: [RecurrentSession]) throws {
        let parameters = sessions.map { $0.parameters.flatMap(\.flat.values) }
        for other in parameters { #expect(other == parameters[0]) }
    }

    @Test(arguments: [
        Parallelism(.windows, workers: 3), Parallelism(.data, workers: 2),
        Parallelism(.windows, workers: 1),
    ])
    func trainingGoesOnFromAStateToTheSameBits(_ parallelism: Parallelism) throws {
        var numbers = TestNumbers(seed: 21)
        for _ in 0..<Chaos.trials(short: 2, long: 50) {
            let network = RecurrentCase(&numbers)
            func crew(_ medium: Medium) throws -> ThreadCrew {
                try ThreadCrew(medium, parallelism) { network.worker($0, parallelism).stage }
            }
            let (first, second) = try (crew(.memory), crew(.unix))
            _ = try first.crew.run(0..<7)
            try second.crew.push(first.crew.pull())
            let reports = try (first.crew.run(7..<12), second.crew.run(7..<12))
            #expect(reports.0.map(\.stage) == reports.1.map(\.stage))
            let state = try first.crew.pull()
            #expect(try bits(second.crew.pull()) == bits(state))
            #expect(state.own.isEmpty == (parallelism.mode == .windows))
            first.end()
            second.end()
        }
    }
}
