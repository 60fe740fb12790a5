import Tasks
import Tensor
import Testing

@Suite struct AddingTaskTests {
    private let task = AddingTask(seed: 5)

    @Test func twoValuesAreBothMarked() {
        let sequences = task.sequences(
            at: Level(length: 2), batch: 2, purpose: .trainingData, item: 0)
        let values = sequences.values
        #expect(sequences.inputs == [0, 0, 0, 0])
        #expect(sequences.targets == [-1, -1, 0, 0])
        #expect(sequences.targetValues == [0, 0, values[0] + values[2], values[1] + values[3]])
        #expect(sequences.lossScale == 1)
    }

    @Test(arguments: [3, 10, 31])
    func theLastTargetIsTheSumOfOneMarkedValueOfEachHalf(length: Int) {
        let batch = 50
        let level = Level(length: length)
        let sequences = task.sequences(at: level, batch: batch, purpose: .trainingData, item: 3)
        #expect(task.inputs == 1 && task.valueChannels == 1 && task.outputs == 1)
        #expect(sequences.steps == length && task.steps(at: level) == length)
        #expect(sequences.valueChannels == 1 && sequences.targetWidth == 1)
        #expect(sequences.values.allSatisfy { $0 >= 0 && $0 < 1 })
        #expect(Set(sequences.inputs) == [-1, 0])
        #expect(sequences.targets(0..<length - 1).allSatisfy { $0 == -1 })
        #expect(sequences.targets(length - 1..<length).allSatisfy { $0 == 0 })
        #expect(sequences.targetValues(0..<length - 1).allSatisfy { $0 == 0 })
        var places = Set<Int>()
        for lane in 0..<batch {
            let marked = (0..<length).filter { sequences.inputs[$0 * batch + lane] == 0 }
            #expect(marked.count == 2)
            #expect(marked[0] < length / 2 && marked[1] >= length / 2)
            let sum = marked.map { sequences.values[$0 * batch + lane] }.reduce(0, +)
            #expect(sequences.targetValues[(length - 1) * batch + lane] == sum)
            places.formUnion(marked)
        }
        #expect(places.contains(0) && places.contains(length - 1), "every place can be marked")
    }

    @Test func oneValueHasNoSum() async {
        await #expect(processExitsWith: .failure) {
            _ = AddingTask(seed: 5).sequences(
                at: Level(length: 1), batch: 1, purpose: .trainingData, item: 0)
        }
    }

    @Test func batchesDependOnSeedPurposeAndItemAlone() {
        func sequences(_ task: AddingTask, _ purpose: Purpose, _ item: Int) -> SequenceBatch {
            task.sequences(at: Level(length: 20), batch: 8, purpose: purpose, item: item)
        }
        let first = sequences(task, .trainingData, 0)
        let again = sequences(task, .trainingData, 0)
        #expect(again.values == first.values && again.inputs == first.inputs)
        let others = [
            sequences(task, .trainingData, 1), sequences(task, .heldOutData, 0),
            sequences(AddingTask(seed: 6), .trainingData, 0),
        ]
        for other in others {
            #expect(Set(other.values).isDisjoint(with: first.values))
            #expect(other.inputs != first.inputs)
        }
    }
}
