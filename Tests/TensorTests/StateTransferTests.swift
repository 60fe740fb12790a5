import Tensor
import Testing

@Suite struct StateTransferTests {
    private struct Sample: Resumable {
        let matrix = Matrix(rows: 2, columns: 3)
        var reals: [Double] = []
        var count = 0
        var isOn = false

        mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
            try state.tensor("matrix", matrix)
            try state.within("inside") { () throws(StateMismatch) in
                try state.reals("reals", &reals)
                try state.integer("count", &count)
            }
            try state.flag("is_on", &isOn)
        }
    }

    private func saved() throws -> [(path: [String], numbers: StateNumbers)] {
        var sample = Sample()
        sample.matrix.copy(from: [1, -0.0, .nan, 4, 5, 6])
        (sample.reals, sample.count, sample.isOn) = ([.infinity, 1e-300], -7, true)
        let state = StateTransfer()
        try sample.transfer(state)
        try state.end()
        return state.parts
    }

    @Test func whatIsSavedIsTakenBackToTheBit() throws {
        let parts = try saved()
        #expect(
            parts.map { $0.path.joined(separator: "/") }
                == ["matrix", "inside/reals", "inside/count", "is_on"])
        var sample = Sample()
        let state = StateTransfer(restoring: parts)
        try sample.transfer(state)
        try state.end()
        #expect(
            sample.matrix.values.map(\.bitPattern)
                == [1, -0.0, Float.nan, 4, 5, 6].map(\.bitPattern))
        #expect(sample.reals == [.infinity, 1e-300] && sample.count == -7 && sample.isOn)
    }

    @Test func aStateOfSomethingElseIsRefused() throws {
        let parts = try saved()
        func error(_ parts: [(path: [String], numbers: StateNumbers)]) -> StateMismatch? {
            do throws(StateMismatch) {
                var sample = Sample()
                let state = StateTransfer(restoring: parts)
                try sample.transfer(state)
                try state.end()
                return nil
            } catch { return error }
        }
        #expect(error(Array(parts.dropLast())) == .missing("is_on"))
        #expect(error(parts + [(["more"], .reals([]))]) == .unknown("more"))
        var other = parts
        other[0].numbers = .floats([1])
        #expect(error(other) == .otherCount("matrix", count: 1, expected: 6))
        other[0].numbers = .reals([1])
        #expect(error(other) == .missing("matrix"))
        other = parts
        other[2].numbers = .integers([1, 2])
        #expect(error(other) == .otherCount("inside/count", count: 2, expected: 1))
    }
}
