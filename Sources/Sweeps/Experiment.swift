/// One question as data: prose, a problem, a network, a sweep, sizes, and the page that reports it.
///
/// An experiment file reads top to bottom; its report is the same page with the results filled in.
public struct Experiment: Sendable {
    public let name: String
    /// The prose above the results, a paragraph each.
    public var notes: [String] = []
    /// What differs from the defaults in every cell.
    public var assignments: [Assignment] = []
    /// What besides in the cells with one value on an axis.
    public var conditions: [Where] = []
    /// Without the seeds, which are always the last axis.
    public var axes: [AxisSpecification] = []
    public var seeds = 1
    public var sizes: [SizeSpecification] = []
    public var report: [ReportItem] = []

    public init(
        _ name: String, @ListBuilder<any ExperimentPart> _ parts: () -> [any ExperimentPart]
    ) {
        self.name = name
        for part in parts() { part.add(to: &self) }
    }
}

/// Something an experiment is declared of.
public protocol ExperimentPart: Sendable {
    func add(to experiment: inout Experiment)
}

/// Collects declarations into an array. Nothing generic passes through it but the element's type,
/// so a specification of any length type-checks at once.
@resultBuilder public enum ListBuilder<Element> {
    public static func buildExpression(_ element: Element) -> [Element] { [element] }
    /// Declarations that several specifications share.
    public static func buildExpression(_ list: [Element]) -> [Element] { list }
    public static func buildBlock(_ lists: [Element]...) -> [Element] { lists.flatMap { $0 } }
    public static func buildOptional(_ list: [Element]?) -> [Element] { list ?? [] }
    public static func buildEither(first list: [Element]) -> [Element] { list }
    public static func buildEither(second list: [Element]) -> [Element] { list }
    public static func buildArray(_ lists: [[Element]]) -> [Element] { lists.flatMap { $0 } }
}

/// A paragraph of prose, printed where it stands.
public struct Note: ExperimentPart {
    let text: String

    public init(_ text: String) { self.text = text }

    public func add(to experiment: inout Experiment) { experiment.notes.append(text) }
}

/// What is learned: `Problem(.copy(symbols: 2))`.
public struct Problem: ExperimentPart {
    /// A task and its settings.
    public struct Kind: Sendable {
        let assignments: [Assignment]

        /// Repeat a sequence of symbols after its end; its length grows as it is mastered.
        public static func copy(symbols: Int) -> Kind {
            Kind(assignments: [Assignment(.task, "copy"), Assignment(.symbols, symbols)])
        }

        /// The same, said R times; N and R grow in turn.
        public static func repeatCopy(symbols: Int) -> Kind {
            Kind(assignments: [Assignment(.task, "repeat_copy"), Assignment(.symbols, symbols)])
        }

        /// Add the two marked values of a sequence; its length grows as it is mastered.
        public static var adding: Kind {
            Kind(assignments: [
                Assignment(.task, "adding"), Assignment(.curriculumThreshold, 0.02),
            ])
        }

        /// Tell images of ten classes apart: MNIST-1D, or a folder with MNIST or CIFAR-10.
        public static func images(_ data: String = "mnist1d") -> Kind {
            Kind(assignments: [Assignment(.task, "images"), Assignment(.data, data)])
        }

        /// Predict the next character of a text.
        public static func text(_ data: String = "bible-kjv") -> Kind {
            Kind(assignments: [
                Assignment(.task, "text"), Assignment(.data, data),
                Assignment(.budgetUnit, "time_steps"),
            ])
        }
    }

    let kind: Kind

    public init(_ kind: Kind) { self.kind = kind }

    public func add(to experiment: inout Experiment) { experiment.assignments += kind.assignments }
}

/// The recurrent network: `Network(.lstm(units: 64))`.
public struct Network: ExperimentPart {
    public struct Kind: Sendable {
        let assignments: [Assignment]

        public static func lstm(units: Int, layerNormalized: Bool = false) -> Kind {
            cell(layerNormalized ? "lstm_layer_norm" : "lstm", units)
        }

        public static func gru(units: Int) -> Kind { cell("gru", units) }

        public static func elman(units: Int) -> Kind { cell("elman", units) }

        /// Fully connected layers, the last of which gives the logits.
        public static func dense(units: Int, depth: Int, batchNormalized: Bool = true) -> Kind {
            layers("dense", units, depth, batchNormalized)
        }

        /// Convolutions and, last, a fully connected layer.
        public static func convolution(
            channels: Int, depth: Int, batchNormalized: Bool = true
        ) -> Kind {
            layers("convolution", channels, depth, batchNormalized)
        }

        private static func layers(
            _ name: String, _ units: Int, _ depth: Int, _ batchNormalized: Bool
        ) -> Kind {
            Kind(assignments: [
                Assignment(.network, name), Assignment(.units, units), Assignment(.depth, depth),
                Assignment(.batchNormalization, batchNormalized ? "yes" : "no"),
            ])
        }

        private static func cell(_ name: String, _ units: Int) -> Kind {
            Kind(assignments: [Assignment(.cell, name), Assignment(.units, units)])
        }
    }

    let kind: Kind

    public init(_ kind: Kind) { self.kind = kind }

    public func add(to experiment: inout Experiment) { experiment.assignments += kind.assignments }
}

/// The optimizer of the network: `Optimize(.adam(rate: 1e-3), batch: 32)`.
public struct Optimize: ExperimentPart {
    public struct Kind: Sendable {
        let assignments: [Assignment]

        public static func adam(rate: Double) -> Kind {
            Kind(assignments: [Assignment(.optimizer, "adam"), Assignment(.learningRate, rate)])
        }

        public static func momentum(rate: Double, momentum: Double) -> Kind {
            Kind(assignments: [
                Assignment(.optimizer, "momentum"), Assignment(.learningRate, rate),
                Assignment(.momentum, momentum),
            ])
        }
    }

    let kind: Kind
    let batch: Int

    public init(_ kind: Kind, batch: Int) {
        self.kind = kind
        self.batch = batch
    }

    public func add(to experiment: inout Experiment) {
        experiment.assignments += kind.assignments + [Assignment(.batch, batch)]
    }
}

/// Any setting, in the experiment or in one of its sizes: `With(.clipNorm, 1)`.
public struct With: ExperimentPart, SizePart {
    let assignment: Assignment

    public init<Content>(_ setting: Setting<Content>, _ content: Content) {
        assignment = Assignment(setting, content)
    }

    public func add(to experiment: inout Experiment) { experiment.assignments.append(assignment) }

    public func add(to size: inout SizeSpecification) { size.assignments.append(assignment) }
}
