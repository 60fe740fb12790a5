import Vocabulary

/// Parts of a report with each method at its best: of the values on an axis, such as step sizes, only
/// the best counts at each place on the others.
///
/// The best is that with the best mean over the seeds of a measure that nothing is concluded from, such
/// as an error on validation data.
public struct AtBest: ReportPart {
    package let axis: SettingName
    /// Those that decide: the first that cells have.
    package let quantities: [Quantity]
    package let items: [ReportItem]

    /// The parts without the axis of `setting`.
    public init<Content>(
        _ setting: Setting<Content>, by quantities: [Quantity],
        @ListBuilder<any AtBestPart> _ parts: () -> [any AtBestPart]
    ) {
        axis = setting.name
        self.quantities = quantities
        items = parts().map(\.item)
    }

    /// The parts as an item of the page.
    public var item: ReportItem { .atBest(self) }
}

/// A part of a report that can be about the best of an axis.
public protocol AtBestPart: ReportPart {}

extension Note: AtBestPart {}
extension Table: AtBestPart {}
extension Overview: AtBestPart {}
extension Claim: AtBestPart {}
extension Sentence: AtBestPart {}
