import Foundation
import Store
import Sweeps
import Vocabulary

/// The folder of a sweep's page: the report with its tables and figures, and the collected file,
/// all made of the cells; the rest is made anew from the collected file at any time.
package struct PageFolder: Hashable, Sendable {
    package let path: String
    let experiment: String

    /// The collected file.
    package var collected: String { file("\(experiment).h5") }
    /// Whether anything is in the place of the collected file.
    package var hasCollected: Bool {
        var information = stat()
        return lstat(collected, &information) == 0
    }
    /// The collected file of the trials by which settings were chosen.
    package var trials: String { file("\(experiment)-tuning.h5") }

    /// The folder of the page of too few cells, beside a page of more.
    package var partial: PageFolder {
        PageFolder(path: file("partial"), experiment: experiment)
    }

    /// Makes the folder, in one of results that exists.
    /// - Throws: `EngineError.readOnly`, `StoreError.system`.
    package func make() throws {
        for folder in [parentFolder(of: path), path] { try ResultsFolder.make(folder) }
    }

    /// A file of the folder, by its name.
    package func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }
}

extension ResultsFolder {
    /// The folder of the page of the sweep with these overrides: that of the cells itself without
    /// any, so that no other sweep writes over the experiment's own page.
    package func page(of overrides: [Override]) -> PageFolder {
        guard !overrides.isEmpty else { return PageFolder(path: path, experiment: experiment) }
        let words = overrides.map(\.description).sorted()
        let readable = words.map { $0.replacing(",", with: "+") }.joined(separator: "-")
        let hash = fingerprint(words.joined(separator: "\n").utf8)
        let name = keptInFileName(readable, limit: 100) + "." + hash
        return PageFolder(path: file("overridden/\(name)"), experiment: experiment)
    }
}
