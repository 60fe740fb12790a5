import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Presage

/// Result files as other programs read them. These are named by the environment, since not every
/// machine has them; `make test` sets them up.
@Suite struct ReaderTests {
    private static let environment = ProcessInfo.processInfo.environment
    /// A Python with h5py, xarray, h5netcdf and netCDF4.
    private static let readers = environment["PRESAGE_READERS_PYTHON"]
    /// A Python with h5py and PyTorch.
    private static let torch = environment["PRESAGE_TORCH_PYTHON"]

    private func run(_ arguments: String, in folder: borrowing TemporaryFolder) throws -> [String] {
        let ending = try Tool.run(arguments, results: folder.path)
        #expect(ending.code == 0, "\(ending.errors)")
        return try folder.contents().filter { $0.hasSuffix(".h5") }
    }

    /// A program on the PATH; nil when there is none.
    private static func found(_ program: String) -> String? {
        (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(program)" }
            .first(where: FileManager.default.isExecutableFile)
    }
    private static let rscript = found("Rscript")
    private static let julia = found("julia")

    @Test(.enabled(if: readers != nil, "PRESAGE_READERS_PYTHON is not set: no Python with readers"))
    func pythonReadsTheFiles() throws {
        #expect(try open(with: #require(Self.readers), "open_results.py") == "ok\n")
    }

    /// Each R package that is installed.
    @Test(.enabled(if: rscript != nil, "no Rscript on the PATH"))
    func rReadsTheFiles() throws {
        let output = try open(with: #require(Self.rscript), "open_results.R")
        let lines = output.split(separator: "\n")
        let missing = lines.first { $0.hasPrefix("not installed:") }
        if let missing { print("skipped: R packages \(missing)") }
        let packages = ["ncdf4", "rhdf5", "hdf5r"].filter { missing?.contains($0) != true }
        #expect(lines.filter { $0.hasPrefix("ok") } == packages.map { "ok \($0)" })
    }

    @Test(.enabled(if: julia != nil, "no julia on the PATH"))
    func juliaReadsTheFiles() throws {
        #expect(try open(with: #require(Self.julia), "open_results.jl") == "ok HDF5.jl\n")
    }

    /// Runs a script of Tests/Readers over a collected file and a cell file.
    /// - Returns: its output.
    private func open(with program: String, _ script: String) throws -> String {
        let folder = try TemporaryFolder()
        let files = try run(
            "run copy-horizon --size smoke --set truncation=2,3 --capture 1", in: folder)
        let collected = try #require(files.first { $0.hasSuffix("copy-horizon.h5") })
        let cell = try #require(files.first { $0.contains("truncation_3-method_sg_linear") })
        let ending = try Tool.run(
            program,
            [Tool.project("Tests/Readers/" + script), folder.path(collected), folder.path(cell)])
        #expect(ending.code == 0, "\(ending.output)\(ending.errors)")
        return ending.output
    }

    /// The weights of a window go into PyTorch's own LSTM by what the file says of them.
    @Test(.enabled(if: torch != nil, "PRESAGE_TORCH_PYTHON is not set: no Python with PyTorch"))
    func pytorchLoadsTheWeightsOfAnLSTM() throws {
        let folder = try TemporaryFolder()
        let files = try run(
            "run copy-horizon --size smoke --set truncation=3 --set method=sg_linear "
                + "--set cell=lstm --set seed=0 --capture 4", in: folder)
        let cell = try #require(files.first { $0.contains("cells/") })
        let ending = try Tool.run(
            try #require(Self.torch),
            [Tool.project("Tests/Readers/load_lstm.py"), folder.path(cell)])
        #expect(ending.code == 0, "\(ending.output)\(ending.errors)")
        #expect(ending.output.split(separator: "\n").count == 4)
    }

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/h5dump"),
            "h5dump is not installed"))
    func h5dumpReadsTheFiles() throws {
        let folder = try TemporaryFolder()
        let files = try run(
            "run copy-horizon --size smoke --set truncation=3 --set seed=0 --capture 1", in: folder)
        #expect(files.count == 4)
        for file in files {
            let ending = try Tool.run("/usr/bin/h5dump", ["-H", folder.path(file)])
            #expect(ending.code == 0 && ending.errors.isEmpty, "\(ending.errors)")
            #expect(ending.output.contains(#"DATASET "solved_length""#))
        }
    }

    /// A cell with every method that is defined for it.
    @Test(
        .enabled(if: torch != nil, "PRESAGE_TORCH_PYTHON is not set: no Python with PyTorch"),
        arguments: CellKind.allCases)
    func pytorchRecomputesTheCaptures(cell: CellKind) throws {
        let methods = Pair.all.filter { $0.cell == cell }.map(\.method.name)
        try expectReplayed(
            "--set truncation=3 --set method=\(methods.joined(separator: ",")) "
                + "--set cell=\(cell.rawValue) --set warm_up=2 --set scale_bootstrap=no",
            cells: methods.count)
    }

    /// A task with values and squared error, and one whose sequences grow in two ways.
    @Test(.enabled(if: torch != nil, "PRESAGE_TORCH_PYTHON is not set: no Python with PyTorch"))
    func pytorchRecomputesTheCapturesOfOtherTasks() throws {
        try expectReplayed(
            "--set truncation=2 --set method=sg_mlp_skip,bp_lambda_linear "
                + "--set task=adding,repeat_copy --set curriculum_threshold=0.02", cells: 4)
    }

    /// The controls, where more of them matters: several steps, a copy, ends that are predicted.
    @Test(
        .enabled(if: torch != nil, "PRESAGE_TORCH_PYTHON is not set: no Python with PyTorch"),
        arguments: [
            "method=sg_permuted_mlp_skip,sg_mean_linear synthesizer_steps=3 sg_scale=0.1 "
                + "synthesizer_copy_every=2 sequence_end=predicted",
            "method=sg_permuted_linear,sg_mlp_skip_aux synthesizer_steps=5 "
                + "sequence_end=regressed_to_zero",
            "method=oracle_scaled sg_scale=0.1,0.5 horizon=2",
        ])
    func pytorchRecomputesTheCapturesOfControls(settings: String) throws {
        let words = settings.split(separator: " ").map { "--set " + $0 }
        try expectReplayed("--set truncation=3 " + words.joined(separator: " "), cells: 2)
    }

    private func expectReplayed(_ settings: String, cells: Int) throws {
        let folder = try TemporaryFolder()
        let files = try run(
            "run copy-horizon --size smoke --set units=8 --set batch=4 --set budget=20 "
                + "--set seed=0 --capture 8 " + settings, in: folder)
        let captured = files.filter { $0.contains("cells/") }.map { folder.path($0) }
        #expect(captured.count == cells)
        try expectReplayed(captured, windows: 8)
    }

    /// Every window of the cells comes out of PyTorch as it was captured.
    private func expectReplayed(_ captured: [String], windows: Int) throws {
        let ending = try Tool.run(
            try #require(Self.torch), [Tool.project("Tests/Fixtures/replay_capture.py")] + captured)
        #expect(ending.code == 0, "\(ending.output)\(ending.errors)")
        #expect(ending.output.split(separator: "\n").count == windows * captured.count)
    }

    /// Updates of feed-forward networks: placements, synthesizers, synthetic inputs, options,
    /// convolutions.
    @Test(
        .enabled(if: torch != nil, "PRESAGE_TORCH_PYTHON is not set: no Python with PyTorch"),
        arguments: [
            "placement=all method=backprop,no_backprop,sg_linear_conditioned",
            "placement=0+3 method=sg_mlp,sg_mlp_skip_conditioned synthesizer_layers=2 "
                + "synthesizer_batch_normalization=yes synthesizer_hidden=9",
            "placement=0+3 method=backprop,sg_mlp input_synthesizer=linear,mlp "
                + "synthesizer_batch_normalization=yes synthesizer_hidden=9 update_probability=0.5",
            "placement=1+3 method=sg_linear_warm_up warm_up=2 layer_mixing=0.3 sg_scale=0.5 "
                + "batch_normalization=no activation=tanh clip_norm=0.2",
            "placement=0+2 method=sg_linear_conditioned network=convolution depth=4 units=4 "
                + "batch_normalization=yes,no",
            "method=dfa,backprop,backprop_then_frozen warm_up=3 update_probability=0.6,1 "
                + "update_unit=layer",
            "placement=1+2 method=sg_label,sg_mlp_conditioned synthesizer_steps=3 "
                + "synthesizer_hidden=9 update_probability=0.6 update_unit=layer,segment",
            "method=dfa network=convolution depth=4 units=4 batch_normalization=yes,no",
        ])
    func pytorchRecomputesTheCapturesOfImages(settings: String) throws {
        let folder = try TemporaryFolder()
        // Settings given here stand in for the same ones below.
        let base = [
            "depth=5", "units=6", "batch=12", "budget=20", "evaluate_every=20", "record_every=20",
            "diagnose_every=0", "seed=0",
        ]
        let given = settings.split(separator: " ").map(String.init)
        let names = Set(given.map { $0.prefix { $0 != "=" } })
        let words = given + base.filter { !names.contains($0.prefix { $0 != "=" }) }
        let files = try run(
            "run placement-chain --size smoke --capture 6 "
                + words.map { "--set " + $0 }.joined(separator: " "), in: folder)
        let captured = files.filter { $0.contains("cells/") }.map { folder.path($0) }
        #expect(!captured.isEmpty)
        try expectReplayed(captured, windows: 6)
    }
}
