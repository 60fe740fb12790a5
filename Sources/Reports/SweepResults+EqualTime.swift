import Store
import Sweeps
import Vocabulary

extension SweepResults {
    /// The value of a cell's curve at the training time t* at which the first of the complete cells had
    /// ended that differ from it on `axes` and the seed alone.
    ///
    /// Between two points of the curve it is interpolated linearly over the training time; a cell that
    /// ended before t*, as one that diverged, has its last value. A cell that has not recorded its
    /// training time has the time that the whole of it took, evaluations included, spread evenly over
    /// its updates. NaN without a curve or a time.
    func valueAtEqualTime(_ variable: ResultVariable, in cell: Int, over axes: [SettingName])
        -> Double
    {
        let points = timedPoints(of: variable, in: cell)
        return equalTime(of: cell, over: axes).map { Self.value(of: points, at: $0) } ?? .nan
    }

    /// The value of a curve at a time, on straight lines between its points and level behind the last; NaN
    /// before the first.
    static func value(of points: [(time: Double, value: Double)], at time: Double) -> Double {
        guard let first = points.first, let last = points.last, first.time <= time else {
            return .nan
        }
        guard let next = points.firstIndex(where: { $0.time > time }) else { return last.value }
        let (before, after) = (points[next - 1], points[next])
        guard before.time < time else { return before.value }
        let share = (time - before.time) / (after.time - before.time)
        return before.value + share * (after.value - before.value)
    }

    /// The time t* of a cell, in seconds; nil where no cell has times. All cells of a place share theirs.
    private func equalTime(of cell: Int, over axes: [SettingName]) -> Double? {
        let free = Set(axes + [.seed])
        var place = Place()
        var first = 0
        for (axis, value) in zip(self.axes, self.place(of: cell)) {
            let isFree = free.contains(axis.setting)
            let position = isFree ? 0 : axis.values.firstIndex(of: value) ?? 0
            first = first * axis.values.count + position
            if !isFree { place[axis.setting] = value }
        }
        return equalTimes.time(at: first, over: axes) {
            cells(at: place).filter { status(of: $0) == .complete }.compactMap(seconds).min()
        }
    }

    /// The training time of a cell, or the time that the whole of it took; nil where neither is known.
    func seconds(of cell: Int) -> Double? { times(of: cell).last?.value ?? ownTime(of: cell) }

    /// The time that a cell took, in seconds; nil where it is not known. Processor time, since cells run
    /// side by side and beside other work; by the clock where a file has nothing else.
    private func ownTime(of cell: Int) -> Double? {
        ["cpu_time_s", "wall_time_s"].lazy
            .compactMap { self.variable($0)?.last(of: cell) }.first { !$0.isNaN }
    }

    /// The training time of a cell by position.
    private func times(of cell: Int) -> [(position: Int64, value: Double)] {
        variables(of: Quantity.trainingTime.name).lazy.map { $0.curve(of: cell) }
            .first { !$0.isEmpty } ?? []
    }

    /// The curve of a cell over the training time. A curve over another coordinate than the times has
    /// them interpolated at its positions: both count the budget, from 0 at no time.
    func timedPoints(
        of variable: ResultVariable, in cell: Int
    ) -> [(time: Double, value: Double)] {
        let curve = variable.curve(of: cell)
        var times = times(of: cell)
        if times.isEmpty, let end = curve.last?.position, let seconds = ownTime(of: cell) {
            times = [(end, seconds)]
        }
        guard !times.isEmpty else { return [] }
        return curve.compactMap { position, value in
            guard let next = times.firstIndex(where: { $0.position >= position }) else {
                return nil
            }
            if times[next].position == position { return (times[next].value, value) }
            let before = next > 0 ? times[next - 1] : (position: 0, value: 0)
            let share =
                Double(position - before.position) / Double(times[next].position - before.position)
            return (before.value + share * (times[next].value - before.value), value)
        }
    }
}

/// The times t* that have been looked for: of many cells each looks through all others else.
final class EqualTimes {
    private struct Key: Hashable {
        let axes: [SettingName]
        let first: Int
    }

    private var known: [Key: Double?] = [:]

    /// A time that is found once.
    /// - Parameter first: the first cell of its place.
    func time(at first: Int, over axes: [SettingName], _ find: () -> Double?) -> Double? {
        let key = Key(axes: axes, first: first)
        if let time = known[key] { return time }
        let time = find()
        known[key] = .some(time)
        return time
    }
}
