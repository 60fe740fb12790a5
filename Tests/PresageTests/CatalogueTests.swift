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
                // Data that are still to be made are said to be.
                let wantsData = ending.code == 2 && ending.errors.contains("make mnist-sample")
                #expect(
                    ending.code == 0 || wantsData && name == "layer-table",
                    "\(name) \(size): \(ending.errors)")
            }
        }
    }

    /// Methods without a synthesizer do not read how often it is regressed: one run stands at both.
    @Test func equalCellsAreRunOnce() throws {
        let folder = try TemporaryFolder()
        let part = "copy-controls --size smoke --set method=truncated_bptt,sg_linear --set seed=0"
        let plan = try Tool.run("plan \(part)", results: folder.path("results"))
        #expect(plan.output.contains("\n3 cells at 4 places in "))
        let smoke = try Tool.run("run \(part)", results: folder.path("results"))
        #expect(smoke.code == 0 && smoke.errors.contains("[3/3]"), "\(smoke.errors)")
        #expect(try folder.contents().count { $0.contains("cells/") } == 3)
        #expect(smoke.output.contains("Cells: 3 (at 4 places), 3 complete."))
        // The table shows the run without one in both columns.
        let rows = smoke.output.split(separator: "\n").filter {
            $0.hasPrefix("  truncated BPTT ") && $0.contains("(1)")
        }
        #expect(!rows.isEmpty, "\(smoke.output)")
        for row in rows {
            let words = row.split(separator: " ").dropFirst(2)
            #expect(words.count == 4 && words.prefix(2) == words.suffix(2), "\(row)")
        }
    }
}
