import Optimizers
import Tensor

/// Every tensor and setting of one training window, or of one update of a feed-forward network,
/// enough to recompute it in another framework.
package struct WindowCapture: Sendable {
    /// A named tensor; `path` is group and name, as in `synthesizer/parameters/W`.
    package struct Item: Sendable {
        /// The numbers of a tensor, row by row, or a single one.
        package enum Numbers: Sendable {
            /// Float32 numbers.
            case reals([Float])
            /// Int32 numbers.
            case integers([Int32])
            /// A single float64 number.
            case real(Double)
        }

        /// Group and name.
        package let path: String
        /// What the dimensions count; none of a single number.
        package let dimensions: [String]
        /// The sizes of the dimensions.
        package let shape: [Int]
        /// The numbers, row by row.
        package let numbers: Numbers
    }

    /// A setting or a fact about the window.
    package enum Fact: Sendable {
        /// Words, a choice or yes and no.
        case text(String)
        /// A count.
        case integer(Int)
        /// A number.
        case real(Double)
    }

    /// The tensors, in the order they were added.
    package private(set) var items: [Item] = []
    /// The settings and facts, in the order they were noted.
    package private(set) var facts: [(name: String, fact: Fact)] = []

    /// A capture without items and facts.
    init() {}

    mutating func add(
        _ values: [Float], _ dimensions: [String], shape: [Int], as path: String
    ) {
        items.append(
            Item(path: path, dimensions: dimensions, shape: shape, numbers: .reals(values)))
    }

    mutating func add(
        _ values: [Int32], _ dimensions: [String], shape: [Int], as path: String
    ) {
        items.append(
            Item(path: path, dimensions: dimensions, shape: shape, numbers: .integers(values)))
    }

    mutating func add(_ matrix: Matrix, _ dimensions: [String], as path: String) {
        add(matrix.values, dimensions, shape: [matrix.rows, matrix.columns], as: path)
    }

    mutating func add(_ parameters: Parameters, as group: String, scaledBy factor: Float = 1) {
        for block in parameters.blocks {
            let values = parameters[block.name].values.map { factor * $0 }
            add(values, block.dimensions, shape: block.shape, as: "\(group)/\(block.name)")
        }
    }

    mutating func add(_ number: Double, as path: String) {
        items.append(Item(path: path, dimensions: [], shape: [], numbers: .real(number)))
    }

    /// Notes a fact in words.
    mutating func note(_ name: String, _ text: String) { facts.append((name, .text(text))) }

    /// Notes a fact that holds or does not: yes or no.
    mutating func note(_ name: String, _ flag: Bool) { note(name, flag ? "yes" : "no") }

    /// Notes a fact that is a number.
    mutating func note(_ name: String, _ number: Double) {
        facts.append((name, .real(number)))
    }

    /// Notes a fact that is a count.
    mutating func note(_ name: String, _ number: Int) {
        facts.append((name, .integer(number)))
    }
}

/// How a learner and its optimizer are captured.
extension WindowCapture {
    /// Notes the hyper-parameters that all optimizers of a run have in common.
    mutating func note(_ optimizer: any Optimizer) {
        note("optimizer", optimizer.name)
        for parameter in optimizer.hyperParameters { note(parameter.name, parameter.value) }
    }

    /// Adds parameters, and the moments before the step, under `prefix`, and notes the settings of
    /// the step, with names that begin with `factPrefix`.
    mutating func add(_ learner: Learner, under prefix: String, facts factPrefix: String) {
        add(learner.parameters, as: prefix + "parameters")
        for (name, moment) in zip(["first_moment", "second_moment"], learner.state.moments) {
            add(moment, as: prefix + name)
        }
        note(factPrefix + "learning_rate", learner.optimizer.learningRate)
        note(factPrefix + "norm_floor", learner.scaling.range.floor)
        note(factPrefix + "clip_norm", learner.scaling.range.ceiling)
        note(factPrefix + "norm_scope", learner.scaling.scope.rawValue)
        // The step about to be taken, counted from 1.
        note(factPrefix + "adam_step", learner.state.steps + 1)
    }
}
