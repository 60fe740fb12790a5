import Vocabulary

/// One value on an axis compared with another, paired by seed, or with a constant: one test, on the mean
/// over the values of a further axis where one is named.
public struct Compare: Sendable {
    /// What speaks for the claim.
    public enum Expectation: Hashable, Sendable {
        /// The subject is greater, or less.
        case greater, less
        /// The sides are equivalent: their mean difference, in the quantity's unit, lies between −margin
        /// and margin. The margin is the least difference that would matter, greater than 0, and is
        /// chosen before anything is measured.
        case within(_ margin: Double)
    }

    /// The other side of a comparison.
    public enum Reference: Hashable, Sendable {
        /// Another value on the axis.
        case value(Value)
        /// A constant.
        case threshold(Double)
    }

    package let quantity: Quantity
    package let setting: SettingName
    package let subject: Value
    package let reference: Reference
    /// The axis over which the difference is averaged, with figures of each of its values besides; nil: none.
    package let along: SettingName?
    package let expectation: Expectation
    /// The places on other axes at which it is made; on those not named, at all.
    package private(set) var places: [Assignment] = []
    /// The values on other axes in which the two sides differ besides, as many of each.
    package private(set) var subjectPlaces: [Assignment] = []
    package private(set) var referencePlaces: [Assignment] = []

    /// Compares two methods over all truncations.
    public init(
        _ quantity: Quantity, of subject: Method, with reference: Method,
        expecting expectation: Expectation
    ) {
        self.init(
            quantity, .method, subject.value, .value(reference.value), .truncation, expectation)
    }

    /// Compares a method with a constant over all truncations.
    public init(
        _ quantity: Quantity, of subject: Method, threshold: Double,
        expecting expectation: Expectation
    ) {
        self.init(
            quantity, .method, subject.value, .threshold(threshold), .truncation, expectation)
    }

    /// Compares two values of one axis, once for all else.
    public init<Content>(
        _ quantity: Quantity, of setting: Setting<Content>, _ subject: Content,
        with reference: Content, expecting expectation: Expectation
    ) {
        self.init(
            quantity, setting.name, subject.value, .value(reference.value), nil, expectation)
    }

    /// Compares two values of one axis over all values of another.
    public init<Content, Along>(
        _ quantity: Quantity, of setting: Setting<Content>, _ subject: Content,
        with reference: Content, along axis: Setting<Along>, expecting expectation: Expectation
    ) {
        self.init(
            quantity, setting.name, subject.value, .value(reference.value), axis.name, expectation)
    }

    /// Compares a value of an axis with a constant, once for all else.
    public init<Content>(
        _ quantity: Quantity, of setting: Setting<Content>, _ subject: Content,
        threshold: Double, expecting expectation: Expectation
    ) {
        self.init(quantity, setting.name, subject.value, .threshold(threshold), nil, expectation)
    }

    /// Compares a value of an axis with a constant over all values of another.
    public init<Content, Along>(
        _ quantity: Quantity, of setting: Setting<Content>, _ subject: Content,
        threshold: Double, along axis: Setting<Along>, expecting expectation: Expectation
    ) {
        self.init(
            quantity, setting.name, subject.value, .threshold(threshold), axis.name, expectation)
    }

    /// The comparison made only at one value of another axis.
    public func at<Content>(_ axis: Setting<Content>, _ content: Content) -> Compare {
        var comparison = self
        comparison.places.append(Assignment(axis, content))
        return comparison
    }

    /// The comparison of cells that differ on another axis besides.
    public func and<Content>(
        _ axis: Setting<Content>, _ subject: Content, with reference: Content
    ) -> Compare {
        var comparison = self
        comparison.subjectPlaces.append(Assignment(axis, subject))
        comparison.referencePlaces.append(Assignment(axis, reference))
        return comparison
    }

    private init(
        _ quantity: Quantity, _ setting: SettingName, _ subject: Value, _ reference: Reference,
        _ along: SettingName?, _ expectation: Expectation
    ) {
        self.quantity = quantity
        self.setting = setting
        self.subject = subject
        self.reference = reference
        self.along = along
        self.expectation = expectation
    }
}

extension Compare.Expectation: CustomStringConvertible {
    /// What is expected, as reports have it: `greater`, `equal within 0.05`.
    public var description: String {
        switch self {
        case .greater: "greater"
        case .less: "less"
        case .within(let margin): "equal within \(margin)"
        }
    }
}
