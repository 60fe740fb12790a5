import Foundation
import Store
import TestSupport
import Testing

/// Pages made of collected files alone, without the cells.
@Suite struct CollectedPageTests {
    private static let copy = "copy-horizon --size smoke"
    private static let tuned =
        "minibatch-vs-length --size smoke --set task=copy --set truncation=5,80"

    /// The files of a folder of results besides those of cells, with their bytes.
    private func pages(in folder: String) throws -> [String: Data] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return names.reduce(into: [:]) { content, name in
            let isOfCells = ["/cells", "/locks", "/logs"].contains { name.contains($0) }
            content[name] =
                isOfCells ? nil : FileManager.default.contents(atPath: "\(folder)/\(name)")
        }
    }

    private func expectSame(_ first: [String: Data], _ second: [String: Data]) {
        #expect(first.keys.sorted() == second.keys.sorted())
        for (name, bytes) in first { #expect(second[name] == bytes, "\(name)") }
    }

    /// Removes all but the collected files.
    private static let keepCollected =
        "find results -depth ! -name '*.h5' -type f -delete; rm -r results/smoke/*/cells"

    /// Every byte, also elsewhere and in another environment: what a report prints is in the collected
    /// file.
    @Test func pagesAreMadeOfCollectedFilesAlone() throws {
        let folder = try TemporaryFolder()
        let run = try Tool.shell(
            """
            set -e
            presage run \(Self.copy) >/dev/null
            presage run mnist-1d --size smoke >/dev/null
            # A sweep with trials.
            presage run cost-breakeven --size smoke >/dev/null
            """, in: folder.path)
        #expect(run.code == 0, "\(run.errors)")
        let first = try pages(in: folder.path("results"))
        for name in ["smoke/copy-horizon/index.html", "smoke/index.html", "index.html"] {
            #expect(first[name] != nil, "\(name)")
        }
        #expect(first.keys.contains { $0.hasSuffix(".svg") })

        let again = try Tool.shell(
            "\(Self.keepCollected); presage pages --size smoke", in: folder.path)
        #expect(again.code == 0, "\(again.errors)")
        #expect(again.output.contains("copy-horizon: changed: claims.json, curves.csv"))
        expectSame(try pages(in: folder.path("results")), first)

        let moved = try Tool.shell(
            """
            mkdir 'an other' && mv results 'an other' && cd 'an other'
            \(Self.keepCollected)
            umask 077
            export LC_ALL=de_DE.UTF-8 LANG=tr_TR.UTF-8 TZ=Asia/Tokyo HOME=/nowhere
            presage pages --size smoke && presage pages --size smoke
            """, in: folder.path)
        #expect(moved.code == 0, "\(moved.errors)")
        #expect(moved.output.hasSuffix("mnist-1d: as it was\ncost-breakeven: as it was\n"))
        expectSame(try pages(in: folder.path("an other/results")), first)
        // With the folder named, from elsewhere.
        try FileManager.default.removeItem(
            atPath: folder.path("an other/results/smoke/copy-horizon/index.html"))
        let report = try Tool.run("report \(Self.copy)", results: folder.path("an other/results"))
        #expect(report.code == 0, "\(report.errors)")
        expectSame(try pages(in: folder.path("an other/results")), first)
    }

    /// A sweep with trials, another one with a text that is gone, and a part of a sweep.
    @Test func sweepsWithTrialsAndDataAreMadeAnewToo() throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "To be, or not to be: that is the question.\n", count: 400)
        try Data(text.utf8).write(to: URL(filePath: folder.path("my.txt")))
        let sweeps = [
            "run \(Self.tuned)",
            "run text-horizon --size smoke --set data=my.txt --set truncation=2 --set seed=0",
            "cell \(Self.copy) --at truncation=3 --at method=truncated_bptt --at seed=0",
        ]
        for sweep in sweeps {
            let run = try Tool.shell("presage \(sweep)", in: folder.path)
            #expect(run.code == 0, "\(run.errors)")
        }
        #expect(try Tool.shell("presage report \(Self.copy)", in: folder.path).code == 0)
        let first = try pages(in: folder.path("results"))
        #expect(first.keys.contains { $0.hasSuffix("/tuning.csv") })
        #expect(first.keys.contains { $0.hasSuffix("/text-horizon.h5") })
        let again = try Tool.shell(
            """
            rm my.txt; \(Self.keepCollected)
            presage report \(Self.tuned)
            presage report text-horizon --size smoke --set data=my.txt --set truncation=2 --set seed=0
            presage report \(Self.copy)
            """, in: folder.path)
        #expect(again.code == 0 && again.errors.isEmpty, "\(again.errors)")
        // The time of what is not finished is that of the file.
        expectSame(try pages(in: folder.path("results")), first)
    }

    @Test func aCollectedFileOfAnotherSweepIsRefused() throws {
        let folder = try TemporaryFolder()
        let page = folder.path("smoke/copy-horizon/copy-horizon.h5")
        /// Puts the collected file of a sweep in the place of the plain one's.
        func put(_ settings: String) throws {
            let run = try Tool.run("run \(Self.copy) \(settings)", results: folder.path)
            #expect(run.code == 0, "\(run.errors)")
            let name = try #require(
                folder.contents().first {
                    $0.contains("overridden/") && $0.hasSuffix("/copy-horizon.h5")
                })
            try? FileManager.default.removeItem(atPath: page)
            try FileManager.default.moveItem(atPath: folder.path(name), toPath: page)
            try FileManager.default.removeItem(atPath: folder.path("smoke/copy-horizon/overridden"))
        }
        func fault(_ options: String = "--collected") throws -> String {
            let ending = try Tool.run("report \(Self.copy) \(options)", results: folder.path)
            #expect(ending.code == 2 && ending.output.isEmpty, "\(ending.output)")
            return ending.errors
        }
        #expect(
            try fault().contains(
                "copy-horizon.h5: without --collected the page is made of the cells"))
        try put("--set seed=0 --set method=truncated_bptt,sg_linear --set batch=8")
        #expect(
            try fault().contains(
                "of another sweep: method is truncated_bptt, sg_linear there and truncated_bptt, "
                    + "sg_linear, sg_mlp_skip here"))
        // Cells of other sweeps lie there, and none of this one's.
        #expect(try fault("").contains("of another sweep: method is"))
        try put("--set batch=8")
        #expect(try fault().contains("batch is 8 there"))
        #expect(try fault().contains("more places"))

        try put("--set truncation=2,3,4,5,8")
        #expect(try fault().contains("truncation is 2, 3, 4, 5, 8 there and 2, 3, 5, 8 here"))
        // The right one, with a variable taken out.
        let run = try Tool.run("run \(Self.copy)", results: folder.path)
        #expect(run.code == 0, "\(run.errors)")
        var record = try CollectedRecord.read(page)
        let whole = record
        record.variables.removeAll { $0.name == "status" }
        try record.write(to: page)
        #expect(try fault().contains("status is missing or does not lie over the axes"))
        try Data("collected".utf8).write(to: URL(filePath: page))
        #expect(try fault().contains("not an HDF5 file: bring it back as it was written, or run"))
        try whole.write(to: page)
        let bytes = try Data(contentsOf: URL(filePath: page))
        try bytes.dropLast(100).write(to: URL(filePath: page))
        #expect(try fault().contains("copy-horizon.h5: damaged: "))
        try FileManager.default.removeItem(atPath: page)
        try FileManager.default.createDirectory(atPath: page, withIntermediateDirectories: false)
        #expect(try fault().contains("copy-horizon.h5: a folder, not a file: bring it back"))
        try FileManager.default.removeItem(atPath: page)
        try bytes.write(to: URL(filePath: page))
        #expect(try Tool.run("report \(Self.copy) --collected", results: folder.path).code == 0)
        for arguments in ["pages --size huge", "pages --size quick"] {
            let ending = try Tool.run(arguments, results: folder.path)
            #expect(ending.code == 2 && ending.errors.contains("size"), "\(ending.errors)")
        }
    }

    /// While a sweep runs its page shows the cells so far, and is whole at any moment.
    @Test func thePageOfARunningSweepIsPreliminary() throws {
        let folder = try TemporaryFolder()
        let one = "--at truncation=3 --at method=truncated_bptt --at seed="
        let page = folder.path("smoke/copy-horizon/index.html")
        func text(_ path: String) throws -> String {
            try String(contentsOfFile: path, encoding: .utf8)
        }
        for (seed, count) in [(0, 1), (1, 2)] {
            #expect(try Tool.run("cell \(Self.copy) \(one)\(seed)", results: folder.path).code == 0)
            let report = try Tool.run("report \(Self.copy)", results: folder.path)
            #expect(report.code == 0, "\(report.errors)")
            #expect(
                report.output.contains(
                    "Preliminary: a page of \(count) of 24 cells so far, made at 2"))
            #expect(report.output.contains("Verdict so far: "))
            let html = try text(page)
            #expect(html.contains("Preliminary: a page of \(count) of 24 cells so far"))
            #expect(html.contains("presage report copy-horizon --size smoke, then load it again"))
            #expect(html.contains("no data (so far)"))
            let index = try text(folder.path("index.html"))
            #expect(index.contains("Preliminary: \(count) of 24 cells so far."))
        }
        // Pages are written again and again while the rest is run.
        let run = try Tool.shell(
            """
            presage run \(Self.copy) --results . >run.txt 2>&1 & run=$!
            while kill -0 $run 2>/dev/null; do
              presage report \(Self.copy) --results . >report.txt 2>>errors.txt || echo failed
              tail -c 8 smoke/copy-horizon/index.html; head -n 1 smoke/copy-horizon/claims.json
            done
            wait $run
            """, in: folder.path)
        #expect(run.code == 0, "\(run.errors)")
        #expect(Set(run.output.split(separator: "\n")) == ["</html>", "{"], "\(run.output)")
        #expect(try text(folder.path("errors.txt")).isEmpty)
        // Two writers are one behind the other: the later one has seen more.
        let waiting = try Tool.shell(
            """
            flock smoke/copy-horizon sh -c 'sleep 1; touch ended' & sleep 0.3
            presage report \(Self.copy) --results . >report.txt && ls ended
            """, in: folder.path)
        #expect(waiting.code == 0 && waiting.output == "ended\n", "\(waiting.errors)")
        let last = try Tool.run("report \(Self.copy)", results: folder.path)
        #expect(last.output.contains("24 complete") && !last.output.contains("so far"))
        #expect(try !text(page).contains("Preliminary"))
        #expect(try !text(folder.path("index.html")).contains("Preliminary"))
    }
}
