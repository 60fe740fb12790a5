/// The inputs and targets of a network over T steps of a batch. Row t·B + b is sample b at step t.
package struct WindowSteps {
    /// The input symbols, T·B indices; −1 for none.
    package var symbols: ArraySlice<Int32>
    /// The real-valued inputs beside the symbols, T·B rows of D; empty when D = 0.
    package var values: ArraySlice<Float>
    /// The target outputs, T·B indices; −1 where nothing is scored.
    package var targets: ArraySlice<Int32>
    /// The target values of a loss of squared error, T·B rows of O; empty when the loss is
    /// cross-entropy.
    package var targetValues: ArraySlice<Float>

    /// A window of inputs and targets.
    package init(
        symbols: ArraySlice<Int32>, values: ArraySlice<Float> = [], targets: ArraySlice<Int32>,
        targetValues: ArraySlice<Float> = []
    ) {
        self.symbols = symbols
        self.values = values
        self.targets = targets
        self.targetValues = targetValues
    }
}
