import Store
import TestSupport
import Testing
import Vocabulary

@testable import Presage

/// Cells that several workers train: the same bits as one process, through whatever the workers talk,
/// and after any stop.
@Suite struct ParallelTrainingTests {
    private static func configuration(_ settings: String) throws -> Configuration {
        var configuration = Configuration()
        for text in settings.split(separator: " ") {
            let words = text.split(separator: "=", maxSplits: 1).map(String.init)
            let name = try #require(SettingName(word: words[0]))
            try configuration.assign(Assignment(name, try name.definition.parse(words[1])))
        }
        return configuration
    }

    private static let layers =
        "task=images data=mnist1d depth=5 units=6 batch=8 budget=22 record_every=7 evaluate_every=9 "
        + "synthesizer_hidden=5 link=memory validation_size=200 test_size=400 "
    private static let text =
        "task=text units=5 batch=3 truncation=4 budget=23 record_every=6 evaluate_every=5 "
        + "evaluation_characters=400 cell=gru link=memory "

    /// What depends on no clock.
    private func results(_ outcome: CellRun.Outcome) -> [String: Elements] {
        let timed = ["training_time", "predicted_", "updates_per", "samples_per", "waiting_share"]
        let others = [
            "prediction_error", "link_time", "layer_time", "simulated_", "decoupled_beats",
        ]
        var results: [String: Elements] = [:]
        for dataset in outcome.datasets
        where !(timed + others).contains(where: dataset.name.hasPrefix) {
            results[dataset.name] = dataset.elements
        }
        func add(_ group: Group, _ path: String) {
            for dataset in group.datasets { results["\(path)/\(dataset.name)"] = dataset.elements }
            for group in group.groups { add(group, "\(path)/\(group.name)") }
        }
        for group in outcome.groups { add(group, group.name) }
        return results
    }

    private func expectEqual(
        _ outcome: CellRun.Outcome, _ other: CellRun.Outcome, but exceptions: Set<String> = []
    ) {
        let (found, wanted) = (results(outcome), results(other))
        #expect(Set(found.keys) == Set(wanted.keys))
        for (name, elements) in wanted where !exceptions.contains(name) {
            #expect(found[name] == elements, "\(name)")
        }
        #expect(outcome.status == other.status)
    }

    /// A round has one gradient norm, a process one an update; sums of losses are in another order.
    private static let summed: Set = [
        "gradient_norm", "train_loss", "synthesizer_loss", "input_loss", "gradient_norm",
    ]

    @Test(arguments: [
        ("method=backprop", "workers=2"),
        ("method=backprop network=convolution depth=4", "workers=3"),
        ("method=backprop", "workers=5 parallel=stale slack=0"),
        ("method=sg_linear_conditioned placement=1", "workers=2 parallel=decoupled slack=0"),
        ("method=sg_mlp placement=all", "workers=4 parallel=decoupled slack=0"),
        (
            "method=sg_linear placement=all input_synthesizer=mlp",
            "workers=5 parallel=forward_unlocked slack=0"
        ),
    ])
    func workersWithoutSlackAreOneProcess(settings: String, workers: String) throws {
        let alone = try outcomeOfRun(try Self.configuration(Self.layers + settings + " workers=0"))
        let shared = try outcomeOfRun(
            try Self.configuration(Self.layers + settings + " " + workers))
        expectEqual(shared, alone, but: Self.summed)
        let names = shared.datasets.map(\.name)
        for name in ["updates_per_second", "waiting_share", "predicted_updates_per_second"] {
            #expect(names.contains(name), "\(name)")
        }
    }

    static let sharings = [
        layers + "method=backprop workers=2 parallel=locked",
        layers + "method=backprop workers=2 parallel=pipelined batch_normalization=no",
        layers + "method=backprop workers=3 parallel=stale slack=2",
        layers + "method=sg_linear_conditioned placement=all workers=3 parallel=decoupled slack=2",
        layers
            + "method=sg_mlp placement=all input_synthesizer=linear workers=2 slack=3 "
            + "parallel=forward_unlocked",
        layers + "method=backprop workers=3 parallel=data",
        text + "method=sg_mlp workers=2 parallel=windows",
        text + "method=truncated_bptt workers=3 parallel=windows",
        text + "method=sg_linear workers=2 parallel=data state_between_sequences=carried",
    ]

    /// Between any two rounds: the workers are let go, and others begun.
    @Test(arguments: sharings)
    func aStoppedCellGoesOnToTheSameBits(settings: String) throws {
        let configuration = try Self.configuration(settings)
        let nothing = StopRequest()
        var run = try CellRun(configuration)
        while try run.advance(stop: nothing, progress: { _ in }) {
            let record = try run.checkpoint(program: "this", time: RunTime(wall: 1, cpu: 1))
            run = try CellRun(configuration, resuming: record)
        }
        // The last has begun no workers, and so has no predictions.
        let outcome = try run.finish(stop: nothing)
        expectEqual(outcome, try outcomeOfRun(configuration))
    }

    /// Threads and processes; memory, sockets and, where the program has it, Open MPI.
    @Test(arguments: [
        ("locking-speed --set parallel=locked", ["memory", "unix", "tcp", "mpi"]),
        ("locking-speed --set parallel=stale --set slack=2", ["memory", "tcp"]),
        (
            "locking-speed --set parallel=decoupled --set slack=1 --set method=sg_linear_conditioned",
            ["memory", "mpi"]
        ),
        ("locking-speed --set parallel=data", ["memory", "tcp"]),
        (
            "windows-on-workers --set parallel=windows,data --set method=sg_linear",
            ["memory", "unix", "mpi"]
        ),
    ])
    func everyLinkGivesTheSameBits(sharing: String, links: [String]) throws {
        let folder = try TemporaryFolder()
        let links = links.filter { $0 != "mpi" || OpenMPI.isThere }
        let ending = try Tool.run(
            "run \(sharing) --size smoke --set workers=2 --set budget=1000 --set record_every=250 "
                + "--set evaluate_every=500 --set link=\(links.joined(separator: ",")) --no-report",
            results: folder.path("results"))
        #expect(ending.code == 0, "\(ending.errors)")
        var groups: [String: [[Group]]] = [:]
        for name in try folder.contents() where name.contains("/cells/") {
            let record = try CellRecord.read(folder.path(name))
            let kind = name.contains("parallel_windows") ? "windows" : "other"
            groups[kind, default: []].append(record.groups)
        }
        #expect(groups.count == (sharing.hasPrefix("windows") ? 2 : 1))
        for cells in groups.values {
            #expect(cells.count == links.count)
            #expect(cells.allSatisfy { $0 == cells[0] && !$0.isEmpty })
        }
    }

    /// A lone worker is a process: of a text it reads the windows that the cell's own process reads,
    /// where the text's rest comes last.
    @Test(arguments: [
        "locking-speed --set parallel=locked,pipelined --set microbatches=1",
        "locking-speed --set parallel=decoupled --set slack=0 --set method=sg_linear_conditioned",
        "windows-on-workers --set parallel=windows --set remainder=last --set method=sg_linear",
    ])
    func aLoneWorkerIsOneProcess(experiment: String) throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.run(
            "run \(experiment) --size smoke --set workers=0,1 --no-report",
            results: folder.path("results"))
        #expect(ending.code == 0, "\(ending.errors)")
        let cells = try folder.contents().filter { $0.contains("/cells/") }
        #expect(cells.count >= 2)
        let groups = try cells.map { try CellRecord.read(folder.path($0)).groups }
        #expect(groups.allSatisfy { $0 == groups[0] && !$0.isEmpty })
    }
}
