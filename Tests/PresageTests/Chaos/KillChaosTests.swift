import Foundation
import Store
import TestSupport
import Testing

/// Sweeps whose cells, parents and whole groups are killed at random times, over and over.
@Suite(.serialized) struct KillChaosTests {
    private static let sweep = [
        "run", "copy-horizon", "--size", "smoke", "--set", "truncation=2,3", "--set", "seed=0",
        "--set", "budget=600", "--set", "record_every=100", "--checkpoint-every", "0.1",
        "--jobs", "2",
    ]
    private static let folder = "smoke/copy-horizon/overridden"

    private enum Target: CaseIterable { case cell, parent, group }

    @Test func aSweepKilledOverAndOverEndsAsAnUndisturbedOne() throws {
        let calm = try TemporaryFolder()
        #expect(try Victim(Self.arguments(calm), log: calm.path("log")).end() == 0)
        let wanted = try files(calm)
        #expect(wanted.keys.count { $0.hasSuffix(".h5") } == 7)

        var numbers = TestNumbers(seed: 15)
        var kills: [Target: Int] = [:]
        let wantedKills = Chaos.trials(short: 30, long: 240)
        var sweeps = 0
        while kills.values.reduce(0, +) < wantedKills {
            let wild = try TemporaryFolder()
            while kills.values.reduce(0, +) < wantedKills {
                let (target, ending) = try runAndKill(wild, &numbers)
                if let target { kills[target, default: 0] += 1 }
                if ending == 0 { break }
            }
            #expect(try Victim(Self.arguments(wild), log: wild.path("log")).end() == 0)
            let found = try files(wild)
            #expect(found.keys.sorted() == wanted.keys.sorted())
            for (name, content) in wanted where found[name] != content {
                Issue.record("\(name) is not as in the undisturbed run")
            }
            sweeps += 1
        }
        print("chaos: \(kills.map { "\($0.value) kills of \($0.key)" }.sorted()), \(sweeps) sweeps")
        #expect(Target.allCases.allSatisfy { kills[$0, default: 0] > 0 })
    }

    private static func arguments(_ folder: borrowing TemporaryFolder) -> [String] {
        sweep + ["--results", folder.path("results")]
    }

    /// Runs the sweep and kills something of it after a random time.
    /// - Returns: what was killed, nil when the sweep ended before; the exit code of the sweep.
    private func runAndKill(
        _ folder: borrowing TemporaryFolder, _ numbers: inout TestNumbers
    ) throws -> (target: Target?, ending: Int32) {
        let victim = try Victim(Self.arguments(folder), log: folder.path("log"))
        let target = try #require(Target.allCases.randomElement(using: &numbers))
        usleep(UInt32.random(in: 30_000...700_000, using: &numbers))
        guard let parent = victim.parent else { return (nil, victim.end()) }
        let family = ProcessTable.living(in: parent)
        let killed: Bool
        switch target {
        case .parent: killed = kill(parent, SIGKILL) == 0
        case .group: killed = kill(-parent, SIGKILL) == 0
        case .cell:
            let cell = family.filter { $0.identifier != parent }.randomElement(using: &numbers)
            killed = cell.map { kill($0.identifier, SIGKILL) == 0 } ?? false
        }
        let ending = victim.end()
        // The whole family is gone three seconds after its head, at the latest.
        let deadline = Date() + 3
        let everyone = Set(family).union(ProcessTable.living(in: parent))
        while everyone.contains(where: ProcessTable.isAlive), Date() < deadline { usleep(20_000) }
        let orphans = everyone.filter(ProcessTable.isAlive)
        #expect(orphans.isEmpty, "alive after its sweep was gone (\(target) killed)")
        return (killed ? target : nil, ending)
    }

    /// All files of the results, cells without provenance: pages hold times.
    private func files(_ folder: borrowing TemporaryFolder) throws -> [String: Group?] {
        let root = folder.path("results")
        let names = try FileManager.default.subpathsOfDirectory(atPath: root).filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(root)/\($0)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        return try Dictionary(
            uniqueKeysWithValues: names.map { name in
                guard name.contains("cells/"), name.hasSuffix(".h5") else { return (name, nil) }
                var cell = try HDF5File.read("\(root)/\(name)")
                for attribute in Provenance.attributeNames { cell.attributes[attribute] = nil }
                return (name, cell)
            })
    }
}
