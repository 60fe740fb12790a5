import Foundation

/// Colours from dark blue over green to yellow: equal steps look equal, each is brighter than the one
/// before, also in grey and to those who see few colours.
///
/// Source: viridis, van der Walt and Smith 2015, at nine places, straight between them.
struct ColorScale {
    let low: Double
    let high: Double

    private static let anchors: [(Double, Double, Double)] = [
        (68, 1, 84), (71, 45, 123), (59, 82, 139), (44, 114, 142), (33, 145, 140), (40, 174, 128),
        (94, 201, 98), (173, 220, 48), (253, 231, 37),
    ]

    /// The colour of a value; values beyond the ends have those of the ends.
    func color(of value: Double) -> (hex: String, isDark: Bool) {
        let share = high > low ? (value - low) / (high - low) : 0.5
        let place = min(max(share.isNaN ? 0.5 : share, 0), 1) * Double(Self.anchors.count - 1)
        let index = min(Int(place), Self.anchors.count - 2)
        let (from, to, rest) = (Self.anchors[index], Self.anchors[index + 1], place - Double(index))
        let (red, green, blue) = (
            from.0 + rest * (to.0 - from.0), from.1 + rest * (to.1 - from.1),
            from.2 + rest * (to.2 - from.2)
        )
        let hex = String(
            format: "#%02x%02x%02x", Int(red.rounded()), Int(green.rounded()), Int(blue.rounded()))
        return (hex, 0.299 * red + 0.587 * green + 0.114 * blue < 140)
    }
}
