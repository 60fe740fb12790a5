import Vocabulary

extension SweepResults {
    /// The least distance of two values of a quantity in some cells, in its unit; 0 of a real number, and
    /// where the cells do not say how many things are counted. Of several counts the least is taken.
    func resolution(of quantity: Quantity, in cells: [Int]) -> Double {
        switch quantity.resolution {
        case .continuous: 0
        case .step(let step): step
        case .share(let counted, let whole):
            cells.map { value(of: counted, in: $0) }.filter { $0 > 0 }.min().map { whole / $0 } ?? 0
        }
    }
}
