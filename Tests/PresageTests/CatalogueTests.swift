import TestSupport
import Testing

/// The experiments that come with the tool.
@Suite struct CatalogueTests {
    /// Every experiment at every size is free of mistakes, before anything is run.
    @Test func everyExperimentIsPlannedAtEverySize() throws {
        let folder = try TemporaryFolder()
        let list = try Tool.run("list").output.split(separator: "\n")
        let experiments = list.compactMap { $0.wholeMatch(of: /(\S+)  \((.*)\)/)?.output }
        #expect(experiments.count >= 10)
        for (_, name, sizes) in experiments {
            for size in sizes.split(separator: ", ") {
                let ending = try Tool.run(
                    "plan \(name) --size \(size)", results: folder.path("results"))
                #expect(ending.code == 0, "\(name) \(size): \(ending.errors)")
            }
        }
    }

    /// Methods without a synthetic gradient do not read its scale: one run stands at both.
    @Test func equalCellsAreRunOnce() throws {
        let folder = try TemporaryFolder()
        let desk = try Tool.run(
            "plan repeat-copy-horizon --size desk", results: folder.path("results"))
        #expect(desk.output.contains("\n160 cells at 200 places in "))
        let smoke = try Tool.run(
            "run repeat-copy-horizon --size smoke", results: folder.path("results"))
        #expect(smoke.code == 0 && smoke.errors.contains("[3/3]"), "\(smoke.errors)")
        #expect(try folder.contents().count { $0.contains("cells/") } == 3)
        #expect(smoke.output.contains("Cells: 3 (at 4 places), 3 complete."))
        // The table of either scale shows the run without one.
        let rows = smoke.output.split(separator: "\n").filter {
            $0.hasPrefix("  truncated BPTT ") && $0.contains("(1)")
        }
        let words = rows.map { $0.split(separator: " ") }
        #expect(words.count == 6, "\(smoke.output)")
        for index in stride(from: 0, to: words.count, by: 2) {
            #expect(words[index] == words[index + 1])
        }
    }
}
