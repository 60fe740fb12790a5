import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

/// A sweep of small runs whose numbers are held.
struct FingerprintRun: Sendable, CustomTestStringConvertible {
    let name: String
    let arguments: String

    var testDescription: String { name }

    private static let cells = ["lstm", "lstm_layer_norm", "gru", "elman", "mgu"]
    private static let methods =
        "bptt,truncated_bptt,truncated_bptt_extra,oracle,sg_zero,sg_linear,sg_mlp,sg_mlp_skip,"
        + "sg_linear_aux,sg_mlp_aux,sg_mlp_skip_aux,sg_linear_conditioned,sg_mlp_skip_conditioned,"
        + "sg_linear_warm_up,sg_mlp_skip_warm_up,sg_linear_conditioned_warm_up,bp_lambda_linear,"
        + "bp_lambda_mlp_skip,bp_lambda_online"
    private static let short =
        "copy-horizon --size smoke --set truncation=3 --set seed=0 --set scale_bootstrap=no "
    private static let layers = "placement-chain --size smoke --set depth=5 --set units=8 "

    /// Every cell with every method, every task, every kind of layer, every experiment.
    static let all: [FingerprintRun] =
        cells.map { cell in
            FingerprintRun(
                name: "cell-\(cell)",
                arguments: short + "--set cell=\(cell) --set method=\(methods) --set warm_up=20 "
                    + "--capture 6")
        } + [
            FingerprintRun(
                name: "diagnosis",
                arguments: short + "--set cell=lstm,gru --set diagnose_every=30 "
                    + "--set method=bptt,truncated_bptt_extra,oracle,sg_mlp_skip_conditioned"),
            FingerprintRun(
                name: "repeat-copy",
                arguments: short + "--set task=repeat_copy --set method=truncated_bptt,sg_mlp_skip "
                    + "--set length_distribution=uniform --capture 4"),
            FingerprintRun(
                name: "adding",
                arguments: short + "--set task=adding --set method=truncated_bptt,sg_mlp_skip "
                    + "--set curriculum_threshold=0.02 --capture 4"),
            FingerprintRun(
                name: "parity",
                arguments: short + "--set task=parity --set method=truncated_bptt,sg_constant "
                    + "--capture 4"),
            FingerprintRun(
                name: "layers",
                arguments: layers + "--set placement=0+3,all --capture 3 --set warm_up=20 "
                    + "--set synthesizer_hidden=9 --set synthesizer_batch_normalization=yes "
                    + "--set method=sg_linear,sg_mlp,sg_mlp_skip,sg_linear_conditioned,"
                    + "sg_mlp_skip_conditioned,sg_linear_warm_up,sg_mlp_skip_warm_up,"
                    + "sg_linear_conditioned_warm_up"),
            FingerprintRun(
                name: "layers-baselines",
                arguments: layers + "--set method=backprop,no_backprop "
                    + "--set clip_norm=0.1 --set optimizer=momentum --capture 3"),
            FingerprintRun(
                name: "inputs",
                arguments: layers + "--set placement=0+3 --set method=backprop,sg_linear "
                    + "--set input_synthesizer=linear,mlp --set update_probability=0.5 --capture 3"),
            FingerprintRun(
                name: "convolution",
                arguments: layers + "--set placement=0+2 --set method=sg_linear_conditioned "
                    + "--set network=convolution --set depth=4 --capture 3 "
                    + "--set batch_normalization=yes,no"),
        ]
        + [
            "copy-horizon", "repeat-copy-horizon", "future-gradient", "gradient-health",
            "placement-chain", "layer-table", "warm-up", "unlock", "mnist-1d", "rivals",
        ].map { FingerprintRun(name: $0, arguments: $0 + " --size smoke") }
        // Its own seeds have changed since.
        + [
            FingerprintRun(
                name: "text-horizon", arguments: "text-horizon --size smoke --set seed=0")
        ]

    /// A line a cell of the sweep, found by its place on the axes.
    func lines() throws -> [String] {
        let folder = try TemporaryFolder()
        let words = deduplicated("run " + arguments)
        let ending = try Tool.run(words, results: folder.path)
        #expect(ending.code == 0, "\(ending.errors)")
        let contents = try folder.contents()
        let path = try #require(
            contents.first {
                $0.hasSuffix(".h5") && !$0.hasSuffix("-tuning.h5") && !$0.contains("cells/")
            })
        let sweep = try CollectedRecord.read(folder.path(path))
        guard case .strings(let identities)? = sweep["cell_id"]?.elements else { return [] }
        return try identities.enumerated().map { index, identity in
            // The page of a sweep with overrides has a folder of its own, the cells have not.
            let file = try #require(contents.first { $0.hasSuffix("/cells/\(identity).h5") })
            let cell = try HDF5File.read(folder.path(file))
            return "\(name)|\(place(index, sweep.axes))|\(hashes(of: cell))"
        }
    }

    /// The command with the last of several values given to one setting.
    private func deduplicated(_ command: String) -> String {
        let parts = command.components(separatedBy: " --set ")
        let names = parts.map { $0.prefix { $0 != "=" } }
        let kept = parts.indices.filter { index in
            index == 0 || !names[(index + 1)...].contains(names[index])
        }
        return kept.map { parts[$0] }.joined(separator: " --set ")
    }

    private func place(_ index: Int, _ axes: [Dataset]) -> String {
        var remainder = index
        let words = axes.reversed().map { axis in
            let position = remainder % axis.elements.count
            remainder /= axis.elements.count
            return switch axis.elements {
            case .strings(let words): "\(axis.name)=\(words[position])"
            case .int64(let numbers): "\(axis.name)=\(numbers[position])"
            case .float64(let numbers): "\(axis.name)=\(numbers[position])"
            case .float32: "\(axis.name)=?"
            }
        }
        return words.reversed().joined(separator: " ")
    }

    /// Quantities that were added after most runs had been recorded.
    private static let added =
        Set(Quantity.dataFacts.map(\.name)).union(["rule_gradient_cosine", "rule_gradient_missing"])
    /// Quantities that were added after all runs had been recorded.
    private static let addedLast = Set(
        [
            Quantity.generalizationGap, .solvedLengthNow, .solvedStepsNow, .solvableLength,
            .solvableSteps,
        ].map(\.name))
    private static let recordedSince: Set = ["cell-mgu", "parity", "rivals"]

    private func hashes(of cell: Group) -> String {
        let tensors = ["parameters", "synthesizer", "synthesizers", "input_synthesizers"]
        let parts = [
            ("curves", Group("", datasets: cell.datasets)),
            ("tensors", Group("", groups: cell.groups.filter { tensors.contains($0.name) })),
            ("captures", Group("", groups: cell.groups.filter { $0.name == "capture" })),
        ]
        return parts.map { name, group in
            let added = Self.recordedSince.contains(self.name) ? [] : Self.added
            var hash = BitHash(leavingOut: added.union(Self.addedLast))
            hash.add(group)
            return name + "=" + hash.text
        }.joined(separator: " ")
    }
}

/// The 64-bit FNV-1a hash of numbers' bits and of names, over everything in a group.
private struct BitHash {
    private let leftOut: Set<String>
    private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

    init(leavingOut names: Set<String>) { leftOut = names }

    var text: String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private mutating func add(_ word: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            hash = (hash ^ (word >> UInt64(shift) & 0xff)) &* 0x100_0000_01b3
        }
    }

    private mutating func add(_ text: String) { for byte in text.utf8 { add(UInt64(byte)) } }

    mutating func add(_ group: Group) {
        for dataset in group.datasets.sorted(by: { $0.name < $1.name }) {
            guard !leftOut.contains(dataset.name) else { continue }
            add(dataset.name)
            for length in dataset.shape { add(UInt64(length)) }
            switch dataset.elements {
            case .float32(let values): for value in values { add(UInt64(value.bitPattern)) }
            case .float64(let values): for value in values { add(value.bitPattern) }
            case .int64(let values): for value in values { add(UInt64(bitPattern: value)) }
            case .strings(let values): for value in values { add(value) }
            }
        }
        for group in group.groups.sorted(by: { $0.name < $1.name }) {
            add(group.name)
            add(group)
        }
    }
}
