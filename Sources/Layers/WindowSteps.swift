/// What a network reads over T steps of a batch, and what it should say. Row t·B + b is sample b at
/// step t.
public struct WindowSteps {
    /// T·B indices, −1 for none.
    public var symbols: ArraySlice<Int32>
    /// The values read beside the symbols, T·B rows of D; empty when D = 0.
    public var values: ArraySlice<Float>
    /// T·B indices of the outputs that should be, −1 where nothing is scored.
    public var targets: ArraySlice<Int32>
    /// T·B rows of O values the outputs should have, for a loss of squared error; empty when it is
    /// cross-entropy.
    public var targetValues: ArraySlice<Float>

    public init(
        symbols: ArraySlice<Int32>, values: ArraySlice<Float> = [], targets: ArraySlice<Int32>,
        targetValues: ArraySlice<Float> = []
    ) {
        self.symbols = symbols
        self.values = values
        self.targets = targets
        self.targetValues = targetValues
    }
}
