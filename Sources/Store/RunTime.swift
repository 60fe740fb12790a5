/// What a run took, all its parts together, in seconds.
package struct RunTime: Hashable, Sendable {
    /// By the clock.
    package var wall: Double
    /// On a processor, all threads of its process together.
    package var cpu: Double

    package init(wall: Double, cpu: Double) {
        self.wall = wall
        self.cpu = cpu
    }

    package static func + (first: RunTime, second: RunTime) -> RunTime {
        RunTime(wall: first.wall + second.wall, cpu: first.cpu + second.cpu)
    }
}
