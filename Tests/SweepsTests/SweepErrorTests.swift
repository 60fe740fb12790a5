import Sweeps
import Testing
import Vocabulary

/// Every fault of a specification as the line a user reads.
@Suite struct SweepErrorTests {
    static let sentences: [(SweepError, String)] = [
        (
            .malformedOverride("x"),
            "'x' is not an override: write setting=value or setting=value,value"
        ),
        (
            .repeatedOverride(.units),
            "units is set twice: give all its values in one --set units=value,value"
        ),
        (.repeatedValue(setting: .units, value: "4"), "units lists '4' twice: each value once"),
        (.emptyAxis(.units), "the axis units has no values: it needs at least one"),
        (
            .repeatedAxis(.units),
            "the axis units is declared twice: list all its values in one Axis"
        ),
        (
            .sameAxisTwice(.units, user: "table of test_error"),
            "table of test_error: both its axes are units: name two"
        ),
        (
            .assignedAxis(.units, value: .integer(3)),
            "units is an axis and set to 3 as well: leave one of them out"
        ),
        (
            .unknownSize("huge", experiment: "e", choices: ["smoke", "desk"]),
            "e has no size 'huge': its sizes are smoke, desk"
        ),
        (.repeatedSize(.desk, experiment: "e"), "e declares the size desk twice: once is right"),
        (.problems(0, experiment: "e"), "e declares 0 problems: it must have one Problem"),
        (
            .unread(.momentum, readers: ["optimizer=momentum", "luck"]),
            "momentum is set, but no cell of this sweep reads it: it is read with "
                + "optimizer=momentum or luck"
        ),
        (.tooManyCells(limit: 10), "the axes make more than 10 cells: give them fewer values"),
        (
            .unplaced(axis: .units, values: [.integer(3), .integer(4)]),
            "the cell's units is not given: add --at units=VALUE, one of 3, 4"
        ),
        (
            .notOnAxis(axis: .units, value: .integer(5), values: [.integer(3)]),
            "units is '5': in this sweep it is one of 3"
        ),
        (
            .notAnAxis(.units, axes: [.truncation, .seed], user: "claim P2a"),
            "claim P2a: units is no axis of this sweep: its axes are truncation, seed"
        ),
        (
            .neverOnAxis(axis: .method, value: .text("oracle"), user: "claim P2a"),
            "claim P2a: method is never oracle in this sweep, at no size"
        ),
        (
            .assignedAxis(.seed, value: .integer(5)),
            "seed is always an axis and cannot be set to 5: write Seeds(N), or --set seed=5 for "
                + "one run"
        ),
        (
            .comparedAlongItself(.units, user: "claim P2a"),
            "claim P2a: it compares values of units along units: name another axis, or none"
        ),
        (
            .comparedWithItself(axis: .units, value: .integer(3), user: "claim P2a"),
            "claim P2a: units 3 is compared with itself: name two values"
        ),
        (
            .margin(-0.5, user: "claim P2a"),
            "claim P2a: it expects a difference within -0.5: a margin must be a number greater than "
                + "0, in the quantity's unit"
        ),
        (
            .threshold(.nan, user: "claim P2a"),
            "claim P2a: it compares with nan: a constant must be a number"
        ),
        (
            .resolution(0, quantity: "mine", user: "table of mine"),
            "table of mine: the resolution of mine is 0.0: it must be a number greater than 0, or "
                + "continuous"
        ),
        (
            .publishedElsewhere(axis: .depth, shown: [.units, .method], user: "table of x"),
            "table of x: its published figures go by depth, which it does not show: its axes are "
                + "units, method"
        ),
        (
            .publishedNowhere(
                axis: .depth, values: [.integer(3), .integer(4)], user: "table of x"),
            "table of x: its published figures go by depth 3, 4, which this sweep has at no size"
        ),
        (
            .noBetterSide("gradient_norm", user: "best learning_rate"),
            "best learning_rate: gradient_norm has no better side: name a quantity that has"
        ),
        (
            .neverMeasured(
                "test_error", tasks: [.copy], measuring: [.images], user: "claim P2a"),
            "claim P2a: no cell measures test_error: the task is copy, and it is measured with "
                + "images"
        ),
    ]

    @Test(arguments: sentences)
    func isOneLine(error: SweepError, sentence: String) {
        #expect(error.description == sentence)
    }
}
