import Foundation
import Layers
import Sweeps
import TestSupport
import Testing

/// What other programs make of the files. They are named by the environment, since not every
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

    @Test(.enabled(if: readers != nil, "PRESAGE_READERS_PYTHON is not set: no Python with readers"))
    func pythonReadsTheFiles() throws {
        let folder = try TemporaryFolder()
        let files = try run(
            "run copy-horizon --size smoke --set truncation=2,3 --capture 1", in: folder)
        let collected = try #require(files.first { !$0.contains("cells/") })
        let cell = try #require(files.first { $0.contains("truncation_3-method_sg_linear") })
        let ending = try Tool.run(
            try #require(Self.readers),
            [
                Tool.project("Tests/Readers/open_results.py"), folder.path(collected),
                folder.path(cell),
            ])
        #expect(ending.code == 0 && ending.output == "ok\n", "\(ending.errors)")
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

    /// Every cell with every method, and a task with values and squared error.
    @Test(.enabled(if: torch != nil, "PRESAGE_TORCH_PYTHON is not set: no Python with PyTorch"))
    func pytorchRecomputesTheCaptures() throws {
        let folder = try TemporaryFolder()
        let methods = Method.recurrent.map(\.name).joined(separator: ",")
        let cells = CellKind.allCases.map(\.rawValue).joined(separator: ",")
        let smoke = "run copy-horizon --size smoke --set units=8 --set batch=4 --set budget=20 "
        var files = try run(
            smoke + "--set truncation=3 --set seed=0 --set method=\(methods) --set cell=\(cells) "
                + "--set warm_up=2 --set scale_bootstrap=no --capture 8", in: folder)
        files += try run(
            smoke + "--set truncation=2 --set seed=0 --set method=sg_mlp_skip,bp_lambda_linear "
                + "--set task=adding,repeat_copy --set curriculum_threshold=0.02 --capture 8",
            in: folder)
        let captured = Set(files.filter { $0.contains("cells/") }).map { folder.path($0) }
        #expect(captured.count == Method.recurrent.count * CellKind.allCases.count + 4)
        let ending = try Tool.run(
            try #require(Self.torch), [Tool.project("Tests/Fixtures/replay_capture.py")] + captured)
        #expect(ending.code == 0, "\(ending.output)\(ending.errors)")
        #expect(ending.output.split(separator: "\n").count == 8 * captured.count)
    }
}
