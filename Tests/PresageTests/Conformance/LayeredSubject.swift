import Layers
import Synthesizers
import Tasks
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// A kind of network with a layered training method. The layered suites of this folder run over all
/// of them: a network or a method that is added is covered without another test.
struct LayeredPair: Sendable, CustomTestStringConvertible {
    let network: NetworkKind
    let method: Method

    var testDescription: String { "\(network.rawValue)_\(method.name)" }

    static let all = NetworkKind.allCases.flatMap { network in
        Method.allCases.filter { $0.layered != nil }.map {
            LayeredPair(network: network, method: $0)
        }
    }

    /// Those with synthetic gradients to learn or to use.
    static let synthetic = all.filter { $0.method.layered?.isSynthetic == true }
}

/// A trainer as a cell of a sweep has it, of a small network with three classes.
struct LayeredSubject {
    let configuration: Configuration
    let trainer: LayerwiseTrainer

    static let classes = 3

    init(_ pair: LayeredPair, _ change: (inout Configuration) -> Void = { _ in }) {
        var configuration = Configuration()
        configuration[.task] = .images
        configuration[.network] = pair.network
        configuration[.method] = pair.method
        configuration[.placement] = .all
        configuration[.depth] = 3
        configuration[.units] = 4
        configuration[.batch] = 6
        configuration[.synthesizerHidden] = 7
        configuration[.optimizer] = .momentum
        configuration[.learningRate] = 0.1
        configuration[.synthesizerLearningRate] = 0.3
        configuration[.warmUp] = 0
        change(&configuration)
        self.init(configuration, image: ImageShape(channels: 2, height: 3, width: 5))
    }

    /// The configuration's trainer of a network that reads such images.
    init(_ configuration: Configuration, image: ImageShape) {
        self.configuration = configuration
        let images = ImageSet(images: [], labels: [], classes: Self.classes, shape: image)
        trainer = configuration.layerwiseTrainer(on: images, in: Workspace())
    }

    @discardableResult
    func update(
        _ x: Matrix, _ labels: [Int32], capturing: Bool = false
    ) -> LayerwiseTrainer.Report {
        let condition = Matrix(rows: labels.count, columns: Self.classes)
        for (row, label) in labels.enumerated() { condition[row, Int(label)] = 1 }
        return trainer.update(
            x, condition: condition, capturing: capturing, loss: ImageTraining.loss(labels))
    }

    /// The capture of an update.
    func capture(_ x: Matrix, _ labels: [Int32]) throws -> WindowCapture {
        try #require(update(x, labels, capturing: true).capture)
    }

    /// A random batch for the network.
    func batch(seed: Int) -> (x: Matrix, labels: [Int32]) {
        var numbers = TestNumbers(seed: UInt64(seed))
        let (rows, columns) = (configuration[.batch], trainer.network.layers[0].inputs)
        let x = Matrix(rows: rows, columns: columns, numbers.floats(rows * columns))
        let classes = Int32(Self.classes)
        return (x, (0..<rows).map { _ in Int32.random(in: 0..<classes, using: &numbers) })
    }

    var layers: [Parameters] { trainer.network.layers.map(\.parameters) }
    var synthesizers: [Parameters] { trainer.interfaces.map(\.parameters) }
    var inputSynthesizers: [Parameters] {
        trainer.interfaces.compactMap(\.inputSynthesizer).flatMap(\.layers).map(\.parameters)
    }

    var parameters: [Float] { layers.flatMap(\.flat.values) }

    /// Gives the synthesizers something to say.
    func fillSynthesizers(within bound: Float = 0.3) {
        var numbers = TestNumbers(seed: 9)
        for tensors in synthesizers {
            tensors.flat.copy(from: numbers.floats(tensors.count, within: bound))
        }
    }
}

extension [Parameters] {
    /// Fills tensors from numbers that lie end to end.
    func fill(_ numbers: [Float]) {
        precondition(numbers.count == reduce(0) { $0 + $1.count }, "\(numbers.count) numbers")
        var rest = numbers[...]
        for tensors in self {
            tensors.flat.copy(from: [Float](rest.prefix(tensors.count)))
            rest = rest.dropFirst(tensors.count)
        }
    }
}

extension WindowCapture {
    /// The numbers of the tensors whose paths match, end to end; nil when there is none.
    func reals(_ pattern: Regex<Substring>) -> [Float]? {
        let found = items.filter { $0.path.wholeMatch(of: pattern) != nil }
        let numbers = found.compactMap { reals($0.path) }.flatMap { $0 }
        return found.isEmpty ? nil : numbers
    }
}
