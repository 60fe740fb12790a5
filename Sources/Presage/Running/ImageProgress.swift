import Tensor
import Vocabulary

/// The accuracies of a network in training: the latest, and what the test images say at the lowest
/// validation error.
struct ImageProgress {
    private var validation = Double.nan
    private var test = Double.nan
    /// The highest validation accuracy so far, and the test accuracy at the first evaluation that had it.
    private var highest = -Double.infinity
    private var testAtHighest = Double.nan

    /// Takes in an evaluation, as shares of correctly classified images.
    mutating func record(validation: Double, test: Double) {
        (self.validation, self.test) = (validation, test)
        if validation > highest { (highest, testAtHighest) = (validation, test) }
    }

    /// The points of the training curves now.
    var values: [(quantity: Quantity, value: Double)] {
        func error(_ accuracy: Double) -> Double { 100 * (1 - accuracy) }
        return [
            (.testAccuracy, test), (.testError, error(test)), (.validationAccuracy, validation),
            (.validationError, error(validation)),
            (.testErrorAtBestValidation, error(testAtHighest)),
        ]
    }
}

extension ImageProgress: Resumable {
    mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try state.real("validation", &validation)
        try state.real("test", &test)
        try state.real("highest", &highest)
        try state.real("test_at_highest", &testAtHighest)
    }
}
