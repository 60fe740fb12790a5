import Testing

@testable import Reports

@Suite struct PairedDifferencesTests {
    private let nan = Double.nan

    @Test func aSeedHasTheMeanOverTheAxis() {
        let differences = PairedDifferences([[5, 6], [7, 9]], [[4, 4], [4, 9]])
        #expect(differences.values == [2, 1])
        #expect(differences.leftOut == 0)
    }

    /// A seed counts where it has both sides wherever any seed has them.
    @Test func aSeedWithAGapIsLeftOut() {
        let subject = [[5, 6, nan, nan], [7, nan, 3, nan], [nan, nan, nan, nan]]
        let reference = [[4, 4, 4, nan], [4, 9, 1, nan], [1, 1, 1, nan]]
        let differences = PairedDifferences(subject, reference)
        #expect(differences.values == [2])
        #expect(differences.seeds == [0] && differences.places == [0, 1])
        // The fourth seed was never run.
        #expect(differences.leftOut == 2)
    }

    @Test func noPairIsNoDifference() {
        let differences = PairedDifferences([[5, nan], [nan, nan]], [[nan, 4], [nan, nan]])
        #expect(differences.values.isEmpty && differences.leftOut == 2)
        #expect(PairedDifferences([[]], [[]]).values.isEmpty)
        #expect(PairedDifferences([], []).leftOut == 0)
    }

    /// 0.1 + 0.2 is not 0.3, which is no difference; a diverged seed hides none of the others.
    @Test func roundingIsNoDifference() {
        let differences = PairedDifferences([[0.1 + 0.2, 1, 1e300]], [[0.3, 1 - 1e-9, 0]])
        #expect(differences.values[0] == 0)
        #expect(abs(differences.values[1] - 1e-9) < 1e-15)
        #expect(differences.values[2] == 1e300)
        #expect(PairedDifferences([[0.35]], [[0.3]]).shifted(by: 0.05) == [0])
        #expect(PairedDifferences([[0.3]], [[0.35]]).shifted(by: -0.05) == [0])
        // Three that cancel.
        #expect(PairedDifferences([[0.1], [0.2], [0]], [[0], [0], [0.3]]).values == [0])
    }

    @Test func infiniteValuesAreDifferencesWhereTheyHaveASign() {
        let infinity = Double.infinity
        let differences = PairedDifferences([[infinity, infinity, 1]], [[1, infinity, infinity]])
        #expect(differences.values == [infinity, -infinity])
        #expect(differences.leftOut == 1)
        #expect(PairedDifferences([[infinity], [1]], [[1], [infinity]]).values.isEmpty)
    }
}
