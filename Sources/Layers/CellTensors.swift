import Tensor

/// The tensors of a cell, or the gradients of such tensors, aliased.
package protocol CellTensors {
    /// The tensors W_xh, W_hh and b, which every cell has.
    var common: CommonTensors { get }

    /// Takes the tensors of `RecurrentCell.blocks` from `parameters`, aliased.
    init(_ parameters: Parameters)
}

/// The tensors that every cell has; all there are of a cell with none of its own.
package struct CommonTensors: CellTensors {
    /// The input weights W_xh, (I, G·H), of which the last D rows are W_v.
    package let inputWeights: Matrix
    /// The recurrent weights W_hh, (H, G·H).
    package let recurrentWeights: Matrix
    /// The bias b, (G·H).
    package let bias: Matrix

    /// Takes `W_xh`, `W_hh` and `b` from `parameters`, aliased.
    package init(_ parameters: Parameters) {
        inputWeights = parameters["W_xh"]
        recurrentWeights = parameters["W_hh"]
        bias = parameters["b"]
    }

    /// The tensors themselves.
    package var common: CommonTensors { self }
}

/// The facts about a kind of cell by which the machinery shared by all cells treats it.
package struct CellFacts: Hashable, Sendable {
    /// The symbols of the gates, a candidate activation among them, in the order of their columns.
    package var gateOrder: [String]
    /// The symbols of a state row's parts, H numbers each, in their order.
    package var stateOrder: [String]
    /// The step in formulas.
    package var equations: String
    /// The index among the gates of the one whose bias lets memory be kept; nil without such a
    /// gate.
    package var forgetGate: Int?
    /// Whether z adds the products with W_xh and W_hh as they are, so that both have the gradient
    /// ∂z.
    package var addsRecurrentProducts: Bool
    /// Whether h' depends on h other than by the products with W_hh, as by z of a GRU.
    package var carriesHidden: Bool
    /// Whether the cell has no activations but its states.
    package var gatesAreStates: Bool
    /// Whether a parameter influences, within one step, the state of one hidden unit only: that of
    /// its column modulo H.
    package var isUnitwise: Bool

    /// The facts about a cell, by default those of one that only adds its products.
    package init(
        gateOrder: [String], stateOrder: [String], equations: String, forgetGate: Int? = nil,
        addsRecurrentProducts: Bool = true, carriesHidden: Bool = false,
        gatesAreStates: Bool = false, isUnitwise: Bool = true
    ) {
        self.gateOrder = gateOrder
        self.stateOrder = stateOrder
        self.equations = equations
        self.forgetGate = forgetGate
        self.addsRecurrentProducts = addsRecurrentProducts
        self.carriesHidden = carriesHidden
        self.gatesAreStates = gatesAreStates
        self.isUnitwise = isUnitwise
    }

    /// The number of gates G, a candidate activation counted among them.
    package var gates: Int { gateOrder.count }
    /// S/H: the components of the state that a hidden unit has.
    package var statesPerUnit: Int { stateOrder.count }

    /// What a reader of the tensors has to know, as names and texts.
    package var conventions: [(name: String, text: String)] {
        [
            ("gate_order", gateOrder.joined(separator: " ")),
            ("state_order", stateOrder.joined(separator: " ")),
            ("equations", equations),
            ("orientation", "a row vector times a matrix: y = x*W + b"),
            (
                "biases",
                "all there are: what the forget gate had at first is part of b, and nothing is added"
            ),
        ]
    }
}
