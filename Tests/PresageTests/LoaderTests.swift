import Foundation
import TestSupport
import Testing

/// The examples of reading results, in Tests/Readers and in the documentation: each gives the numbers of
/// the report.
@Suite struct LoaderTests {
    private static let environment = ProcessInfo.processInfo.environment
    /// A Python with what Tests/Readers/requirements.txt names.
    private static let readers = environment["PRESAGE_READERS_PYTHON"]

    /// A program that can run a line of code; nil where it or a package is missing.
    private static func found(_ program: String, _ line: String) -> String? {
        let path = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(program)" }
            .first(where: FileManager.default.isExecutableFile)
        guard let path, (try? Tool.run(path, ["-e", line]))?.code == 0 else { return nil }
        return path
    }
    private static let rscript = found("Rscript", "library(rhdf5)")
    private static let julia = found("julia", "using HDF5, Distributions")

    /// Student's t that is exceeded with a probability of 0.025, at 3 degrees of freedom: of 4 seeds.
    /// Source: Abramowitz and Stegun 1964, table 26.10, and SciPy.
    private static let critical = 3.182446305284263
    private static let seeds = 4

    /// Runs a sweep in a folder.
    /// - Returns: the folder of its page.
    private func sweep(in folder: borrowing TemporaryFolder) throws -> String {
        let run = try Tool.run(
            "run copy-horizon --size smoke --set truncation=2,3 --set seed=0,1,2,3 --set units=8 "
                + "--set batch=8 --set curriculum_start=1 --set budget=600 "
                + "--set learning_rate=0.02", results: folder.path)
        #expect(run.code == 0, "\(run.errors)")
        let name = try #require(folder.contents().first { $0.hasSuffix("/claims.json") })
        return folder.path(name.replacing("/claims.json", with: ""))
    }

    /// A place with the mean and the ends of its interval.
    private struct Line: Equatable {
        let truncation: String
        let method: String
        let numbers: [Double]

        /// Equal to what four digits show.
        static func == (one: Line, other: Line) -> Bool {
            one.truncation == other.truncation && one.method == other.method
                && zip(one.numbers, other.numbers).allSatisfy { abs($0 - $1) < 1e-4 }
        }
    }

    private struct Claims: Decodable {
        let tables: [Table]
        struct Table: Decodable {
            let quantities: [Name]
            let rows: [[Entry]]
        }
        struct Name: Decodable { let name: String }
        struct Entry: Decodable {
            let mean: Double?
            let sd: Double?
            let n: Int
        }
    }

    /// What claims.json says of a quantity: its table has a row a method and a column a truncation.
    private func expected(_ quantity: String, in page: String) throws -> [Line] {
        let data = try #require(FileManager.default.contents(atPath: page + "/claims.json"))
        let claims = try JSONDecoder().decode(Claims.self, from: data)
        let table = try #require(claims.tables.first { $0.quantities.map(\.name) == [quantity] })
        return try ["2", "3"].enumerated().flatMap { column, truncation in
            try ["truncated_bptt", "sg_linear", "sg_mlp_skip"].enumerated().map { row, method in
                let entry = table.rows[row][column + 1]
                let (mean, sd) = (try #require(entry.mean), try #require(entry.sd))
                #expect(entry.n == Self.seeds)
                let half = Self.critical * sd / Double(Self.seeds).squareRoot()
                return Line(
                    truncation: truncation, method: method,
                    numbers: [mean, mean - half, mean + half])
            }
        }
    }

    /// What an example prints, below its heading.
    private func printed(_ program: String, _ script: String, _ arguments: String...) throws
        -> [Line]
    {
        let ending = try Tool.run(program, [Tool.project("Tests/Readers/" + script)] + arguments)
        #expect(ending.code == 0, "\(script): \(ending.output)\(ending.errors)")
        let lines = ending.output.split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }
        #expect(lines.first == ["truncation", "method", "mean", "low", "high"], "\(ending.output)")
        return lines.dropFirst().map {
            Line(truncation: $0[0], method: $0[1], numbers: $0.dropFirst(2).compactMap(Double.init))
        }
    }

    /// Every example that this machine can run, beside one sweep.
    @Test func examplesGiveTheNumbersOfTheReport() throws {
        var examples: [(program: String, script: String, file: String)] = []
        if let python = Self.readers {
            examples += [
                (python, "summary_xarray.py", "copy-horizon.h5"),
                (python, "summary_h5py.py", "copy-horizon.h5"),
                (python, "summary_pandas.py", "runs.csv"),
            ]
        } else {
            print("skipped: examples of Python, since PRESAGE_READERS_PYTHON is not set")
        }
        if let rscript = Self.rscript {
            examples.append((rscript, "summary.R", "copy-horizon.h5"))
        } else {
            print("skipped: the example of R, which is missing or has no rhdf5")
        }
        if let julia = Self.julia {
            examples.append((julia, "summary.jl", "copy-horizon.h5"))
        } else {
            print(
                "skipped: the example of Julia, which is missing or has no HDF5 and Distributions")
        }
        guard !examples.isEmpty else { return }
        let folder = try TemporaryFolder()
        let page = try sweep(in: folder)
        for quantity in ["solved_length", "train_loss"] {
            let expected = try expected(quantity, in: page)
            #expect(expected.contains { $0.numbers[1] < $0.numbers[2] })
            for example in examples {
                let lines = try printed(
                    example.program, example.script, "\(page)/\(example.file)", quantity)
                #expect(lines == expected, "\(example.script)")
            }
        }
        if let python = Self.readers { try expectHeadlineFigure(python, of: page) }
    }

    /// The notebook compares its effect with the report's, and draws.
    private func expectHeadlineFigure(_ python: String, of page: String) throws {
        let drawing = page + "/headline.png"
        func execute() throws -> Tool.Ending {
            try Tool.run(
                "/usr/bin/env",
                [
                    "PRESAGE_PAGE=\(page)", python,
                    Tool.project("Tests/Readers/run_notebook.py"),
                    Tool.project("Tests/Readers/headline.ipynb"), drawing,
                ])
        }
        let ending = try execute()
        #expect(ending.code == 0, "\(ending.output)\(ending.errors)")
        #expect(ending.output.contains("effect ") && ending.output.contains("the report: "))
        let image = try #require(FileManager.default.contents(atPath: drawing))
        #expect(image.starts(with: [0x89] + Array("PNG".utf8)) && image.count > 10_000)
        // Another number in the report.
        let claims = page + "/claims.json"
        let text = try String(contentsOfFile: claims, encoding: .utf8)
        let changed = text.replacing(#""effect" : "#, with: #""effect" : 7, "old" : "#)
        #expect(changed != text)
        try changed.write(toFile: claims, atomically: true, encoding: .utf8)
        #expect(try execute().code != 0)
    }

    /// In the repository the notebook has no outputs.
    @Test func theNotebookIsStripped() throws {
        struct Notebook: Decodable {
            let cells: [Cell]
            struct Cell: Decodable {
                let outputs: [Output]?
                let execution_count: Int?
            }
            struct Output: Decodable {}
        }
        let data = try #require(
            FileManager.default.contents(atPath: Tool.project("Tests/Readers/headline.ipynb")))
        let notebook = try JSONDecoder().decode(Notebook.self, from: data)
        #expect(notebook.cells.count > 4)
        for cell in notebook.cells {
            #expect(cell.outputs?.isEmpty ?? true)
            #expect(cell.execution_count == nil)
        }
    }

    /// The blocks of a language in README and the articles.
    private static func blocks(_ language: String) throws -> [String] {
        let articles = Tool.project("Sources/Presage/Presage.docc")
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: articles)) ?? [])
            .sorted()
        let files =
            [Tool.project("README.md")]
            + names.filter { $0.hasSuffix(".md") }.map { "\(articles)/\($0)" }
        return try files.flatMap { file in
            try String(contentsOfFile: file, encoding: .utf8)
                .components(separatedBy: "\n```\(language)\n").dropFirst()
                .compactMap { $0.components(separatedBy: "\n```").first }
        }
    }

    /// A block that begins as an example of Tests/Readers is that example, word for word.
    @Test func documentationShowsTheExamplesThatAreRun() throws {
        let examples = try ["_xarray.py", "_h5py.py", "_pandas.py", ".R", ".jl"].map {
            try String(
                contentsOfFile: Tool.project("Tests/Readers/summary" + $0), encoding: .utf8)
        }
        var shown: Set<String> = []
        for block in try ["python", "r", "julia"].flatMap(Self.blocks) {
            let first = block.prefix { $0 != "\n" }
            for example in examples where example.hasPrefix(first + "\n") {
                #expect(example == block + "\n")
                shown.insert(example)
            }
        }
        // xarray, R and Julia.
        #expect(shown.count >= 3)
    }

    /// Other blocks of Python are run beside results of the size that they name.
    @Test(.enabled(if: readers != nil, "PRESAGE_READERS_PYTHON is not set: no Python with readers"))
    func pythonOfTheDocumentationIsRun() throws {
        let folder = try TemporaryFolder()
        let run = try Tool.shell(
            """
            presage run copy-horizon --size smoke >/dev/null && mv results/smoke results/quick
            """, in: folder.path)
        #expect(run.code == 0, "\(run.errors)")
        let blocks = try Self.blocks("python").filter { !$0.contains("sys.argv") }
        #expect(blocks.count >= 2)
        for (index, block) in blocks.enumerated() {
            try block.write(
                toFile: folder.path("block_\(index).py"), atomically: true, encoding: .utf8)
            let python = try #require(Self.readers)
            let interpreter = python.hasPrefix("/") ? python : Tool.project(python)
            let ending = try Tool.shell(
                "MPLBACKEND=Agg '\(interpreter)' block_\(index).py", in: folder.path)
            #expect(ending.code == 0, "\(block)\n\(ending.errors)")
            if block.contains("print(") { #expect(ending.output.contains("P2a")) }
        }
    }
}
