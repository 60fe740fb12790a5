import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// What specs say beside what the numerical column does, for those that plan without networks.
@Suite struct SpecTests {
    @Test(arguments: CellKind.allCases)
    func mixedUnitsAreAFact(cell: CellKind) {
        #expect(cell.spec.mixesUnits == !cell.type.facts.isUnitwise)
    }

    @Test(arguments: Pair.all)
    func theRuleHasThePaceOfItsSpec(pair: Pair) {
        let isSame =
            switch Subject(pair).session.rule.pace {
            case .step: pair.pace == .step
            case .window: pair.pace == .window
            case .sequence: pair.pace == .sequence
            }
        #expect(isSame)
    }

    /// The memory that is refused beyond a limit is what the rule takes beside truncated BPTT with
    /// windows of one step, but for a third or so that some cells keep besides.
    @Test(arguments: Pair.all.filter { $0.method.recurrent?.spec.memory.isEmpty == false })
    func theRuleTakesTheMemoryOfItsSpec(pair: Pair) {
        func session(_ method: Method) -> (bytes: Int, numbers: Double) {
            var configuration = Configuration()
            configuration[.cell] = pair.cell
            configuration[.method] = method
            configuration[.units] = 48
            configuration[.batch] = 5
            configuration[.truncation] = 1
            let workspace = Workspace()
            _ = configuration.session(
                configuration.network(symbols: 3, values: 1, outputs: 2), in: workspace)
            return (workspace.bytes, configuration.ruleNumbers(inputs: 4))
        }
        let rule = session(pair.method)
        let taken = Double(rule.bytes - session(.truncatedBPTT).bytes) / 4
        #expect(abs(rule.numbers / taken - 1) < 0.4, "\(rule.numbers) of \(taken)")
    }
}
