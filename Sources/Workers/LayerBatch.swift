import Tensor

/// The samples of one update, as the worker that draws them hands them to its layers.
package struct LayerBatch {
    /// The inputs, (B, inputs); read until the next batch is drawn.
    package let x: Matrix
    /// What conditioned synthesizers see besides, one-hot labels; (B, any).
    package let condition: Matrix
    /// Writes ∂ℓ/∂logits, per sample, of some of the samples and returns their Σ ℓ.
    package let loss: (_ samples: Range<Int>, _ logits: Matrix, _ gradient: Matrix) -> Double

    /// A batch.
    package init(
        x: Matrix, condition: Matrix,
        loss: @escaping (_ samples: Range<Int>, _ logits: Matrix, _ gradient: Matrix) -> Double
    ) {
        self.x = x
        self.condition = condition
        self.loss = loss
    }
}
