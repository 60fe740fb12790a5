import Vocabulary

/// The task that is learned: `Problem(.copy(symbols: 2))`. An experiment has one.
public struct Problem: ExperimentPart {
    /// A task and its settings.
    public struct Kind: Sendable {
        let assignments: [Assignment]

        private init(assignments: [Assignment]) { self.assignments = assignments }

        /// A task with settings of its own.
        public init(_ task: TaskKind, _ settings: [With] = []) {
            assignments = [Assignment(.task, task)] + settings.map(\.assignment)
        }

        /// The tasks on the axis `task`, each as its settings are.
        public static var onAxis: Kind { Kind(assignments: []) }

        /// Copy: repeat a sequence of symbols after its end; its length grows as it is mastered.
        public static func copy(symbols: Int) -> Kind {
            Kind(.copy, [With(.symbols, symbols)])
        }

        /// Repeat Copy: repeat a sequence R times; N and R grow in turn.
        public static func repeatCopy(symbols: Int) -> Kind {
            Kind(.repeatCopy, [With(.symbols, symbols)])
        }

        /// Adding: add the two marked values of a sequence; its length grows as it is mastered.
        public static var adding: Kind { Kind(.adding, [With(.curriculumThreshold, 0.02)]) }

        /// Images of the sets on the axis `data`: `Axis(.data, ["mnist1d", "mnist-sample"])`.
        public static var imagesOnAxis: Kind { Kind(.images) }

        /// Images of ten classes: MNIST-1D, the digits of `make mnist-sample`, or a folder with MNIST or
        /// CIFAR-10.
        public static func images(_ data: String = "mnist1d") -> Kind {
            Kind(.images, [With(.data, data)])
        }

        /// Text: predict the next character.
        public static func text(_ data: String = "bible-kjv") -> Kind {
            Kind(.text, [With(.data, data), With(.budgetUnit, .timeSteps)])
        }
    }

    let kind: Kind

    /// The problem of that kind.
    public init(_ kind: Kind) { self.kind = kind }

    /// Adds the task and its settings.
    public func add(to experiment: inout Experiment) {
        experiment.problems += 1
        experiment.assignments += kind.assignments
    }
}
