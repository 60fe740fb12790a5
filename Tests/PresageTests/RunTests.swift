import Foundation
import Kernels
import Store
import TestSupport
import Testing

@Suite struct RunTests {
    private static let smoke =
        "run copy-horizon --size smoke --set truncation=2,3 --set seed=0,1"

    /// The cell files of a run as values, without what may differ between equal runs.
    private func cells(_ folder: borrowing TemporaryFolder) throws -> [String: Group] {
        let names = try folder.contents().filter { $0.contains("cells/") }
        return try Dictionary(
            uniqueKeysWithValues: names.map { name in
                var root = try HDF5File.read(folder.path(name))
                for attribute in Provenance.attributeNames { root.attributes[attribute] = nil }
                return (name, root)
            })
    }

    @Test func theSameSeedGivesTheSameFilesWithAnyNumberOfJobs() throws {
        let one = try TemporaryFolder()
        let two = try TemporaryFolder()
        #expect(try Tool.run(Self.smoke + " --capture 2 --jobs 1", results: one.path).code == 0)
        #expect(try Tool.run(Self.smoke + " --capture 2 --jobs 2", results: two.path).code == 0)
        let (first, second) = (try cells(one), try cells(two))
        #expect(first.count == 12)
        #expect(first == second)
        // Nothing besides the attributes: with equal provenance the files are equal to the byte.
        for (name, root) in first {
            try HDF5File.write(root, to: one.path("a.h5"))
            try HDF5File.write(try #require(second[name]), to: two.path("b.h5"))
            #expect(
                FileManager.default.contentsEqual(
                    atPath: one.path("a.h5"), andPath: two.path("b.h5")))
        }
    }

    /// One training run under every instruction set: all parameters, curves and captures, bit for
    /// bit.
    @Test(arguments: ["truncated_bptt", "sg_linear", "sg_mlp_skip", "oracle"])
    func allInstructionSetsTrainTheSame(method: String) throws {
        let sets = InstructionSet.supported.filter { $0 != .plain }
        if !sets.contains(.v4) { print("skipped: this processor does not run v4 code") }
        let runs = try sets.map { set in
            let folder = try TemporaryFolder()
            let ending = try Tool.run(
                "/usr/bin/env",
                [
                    "\(InstructionSet.variable)=\(set.rawValue)", Tool.program, "run",
                    "copy-horizon", "--size", "smoke", "--set", "truncation=3", "--set",
                    "method=\(method)", "--set", "seed=0", "--set", "units=50", "--set",
                    "budget=300", "--capture", "5", "--results", folder.path,
                ])
            #expect(ending.code == 0, "\(ending.errors)")
            return try cells(folder)
        }
        #expect(runs.allSatisfy { $0.count == 1 && $0 == runs[0] })
    }

    @Test func seedsDiffer() throws {
        let folder = try TemporaryFolder()
        #expect(try Tool.run(Self.smoke, results: folder.path).code == 0)
        let cells = try cells(folder)
        func loss(_ part: String) throws -> Elements {
            try #require(
                cells.first { $0.key.contains(part) }?.value.dataset("train_loss")?.elements)
        }
        #expect(
            try loss("truncation_3-method_sg_linear-seed_0")
                != loss("truncation_3-method_sg_linear-seed_1"))
        #expect(
            try loss("truncation_3-method_sg_linear-seed_0")
                != loss("truncation_3-method_truncated_bptt-seed_0"))
    }

    @Test func whatIsCompleteIsNotRunAgainAndWhatIsMissingIs() throws {
        let folder = try TemporaryFolder()
        let command = "run copy-horizon --size smoke --set truncation=3 --set seed=0"
        #expect(try Tool.run(command, results: folder.path).errors.contains("[3/3]"))
        let again = try Tool.run(command, results: folder.path)
        #expect(again.errors.contains("3 of 3 cells need not run"))
        #expect(!again.errors.contains("[1/"))
        let cell = try #require(
            try folder.contents().first { $0.contains("cells/") && $0.contains("sg_linear") })
        try FileManager.default.removeItem(atPath: folder.path(cell))
        let dry = try Tool.run(command + " --dry-run", results: folder.path)
        #expect(dry.output.contains("1 of 3 cells would run"))
        #expect(dry.output.contains("--at method=sg_linear"))
        #expect(try Tool.run(command, results: folder.path).errors.contains("[1/1]"))
        #expect(try folder.contents().contains(cell))
    }

    @Test func aDivergedRunKeepsItsCurves() throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.run(
            "run copy-horizon --size smoke --set truncation=2 --set seed=0 --set method=sg_linear "
                + "--set optimizer=momentum --set synthesizer_learning_rate=10 --set budget=4000 "
                + "--set sg_scale=1",
            results: folder.path)
        #expect(ending.code == 0)
        #expect(ending.output.contains("1 diverged"), "\(ending.output)")
        let cell = try #require(try folder.contents().first { $0.contains("cells/") })
        let record = try CellRecord.read(folder.path(cell))
        #expect(record.header.status == .diverged)
        let failure = try #require(record.header.failure)
        #expect(failure.contains(/^update \d+: the loss or a gradient is not finite$/))
        let loss = try #require(record.datasets.first { $0.name == "train_loss" })
        #expect(loss.elements.count > 0)
    }

    /// Levels that change between two measurements bring other lags.
    @Test func gradientsAreMeasuredAcrossLevels() throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.run(
            "run copy-horizon --size smoke --set truncation=2 --set seed=0 --set method=sg_linear "
                + "--set curriculum_start=2 --set curriculum_threshold=5 --set budget=900 "
                + "--set record_every=300 --set diagnose_every=300", results: folder.path)
        #expect(ending.code == 0 && ending.output.contains("1 complete"), "\(ending.errors)")
        let name = try #require(try folder.contents().first { $0.contains("cells/") })
        let record = try CellRecord.read(folder.path(name))
        func values(_ variable: String) throws -> [Double] {
            try #require(record.datasets.first { $0.name == variable }?.elements.reals)
        }
        #expect(try values("diagnosis") == [0, 300, 600, 900])
        let (untrained, trained) = (
            try values("gradient_by_lag_untrained"), try values("gradient_by_lag_trained")
        )
        #expect(try values("lag").count == trained.count && untrained.count == trained.count)
        #expect(untrained.contains { $0.isNaN } && !trained.contains { $0.isNaN })
    }

    @Test func aTextOfOnesOwnIsLearnedFrom() throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "the quick brown fox jumps over the lazy dog. ", count: 400)
        let path = folder.path("text.txt")
        try Data(text.utf8).write(to: URL(filePath: path))
        let ending = try Tool.run(
            "run text-horizon --size smoke --set truncation=5 --set method=truncated_bptt "
                + "--set data=\(path) --set budget=1500 --set learning_rate=0.01",
            results: folder.path("results"))
        #expect(ending.code == 0, "\(ending.errors)")
        let name = try #require(try folder.contents().first { $0.contains("cells/") })
        let record = try CellRecord.read(folder.path(name))
        let bits = try #require(
            record.datasets.first { $0.name == "test_bits_per_character" }?.elements.reals)
        #expect(bits[0] < 2)
        #expect(!record.header.configurationJSON.contains(#""data_fingerprint":"none""#))
    }

    @Test func thePennTreebankTrioIsRead() throws {
        let folder = try TemporaryFolder()
        for (part, count) in [("train", 200), ("valid", 30), ("test", 30)] {
            let text =
                Array(repeating: " t h e _ f o x", count: count).joined(separator: " _") + "\n"
            try Data(text.utf8).write(to: URL(filePath: folder.path("ptb.char.\(part).txt")))
        }
        let ending = try Tool.run(
            "run text-horizon --size smoke --set truncation=5 --set method=truncated_bptt "
                + "--set data=\(folder.path)", results: folder.path("results"))
        #expect(ending.code == 0, "\(ending.errors)")
        let name = try #require(try folder.contents().first { $0.contains("cells/") })
        let weights = try HDF5File.read(folder.path(name)).dataset("parameters/W_xh")
        // t, h, e, f, o, x, the space that _ stands for, and the end of a sentence.
        #expect(weights?.shape[0] == 8)
    }

    @Test func oneCellIsRedoneByTheCommandInItsFile() throws {
        let folder = try TemporaryFolder()
        #expect(try Tool.run(Self.smoke, results: folder.path).code == 0)
        let name = try #require(
            try folder.contents().first { $0.contains("truncation_3-method_sg_linear-seed_1") })
        let before = try cells(folder)[name]
        let command = try CellRecord.readHeader(folder.path(name)).provenance.command
        try FileManager.default.removeItem(atPath: folder.path(name))
        let words = command.split(separator: " ").dropFirst()
        #expect(try Tool.run(words.joined(separator: " ")).code == 0)
        #expect(try cells(folder)[name] == before)
    }
}
