import Foundation
import Store
import Tasks
import TestSupport
import Testing
import Vocabulary

@testable import Presage

/// Images to validate on stand beside those to test on, and every seed has images of its own.
@Suite struct ImageProgressTests {
    @Test func testErrorIsTakenAtTheFirstLowestValidationError() {
        var progress = ImageProgress()
        func values() -> [Double] { progress.values.map(\.value) }
        #expect(values().allSatisfy { $0.isNaN })
        progress.record(validation: 0.5, test: 0.4)
        #expect(values() == [0.4, 60, 0.5, 50, 60])
        progress.record(validation: 0.75, test: 0.5)
        #expect(values() == [0.5, 50, 0.75, 25, 50])
        progress.record(validation: 0.75, test: 1)
        #expect(values() == [1, 0, 0.75, 25, 50], "the first of equals")
        progress.record(validation: 0.25, test: 0.75)
        #expect(values() == [0.75, 25, 0.25, 75, 50])
        #expect(
            progress.values.map(\.quantity.name) == [
                "test_accuracy", "test_error", "validation_accuracy", "validation_error",
                "test_error_at_best_validation",
            ])
    }

    private static func configuration(_ change: (inout Configuration) -> Void = { _ in })
        -> Configuration
    {
        var configuration = Configuration()
        configuration[.task] = .images
        configuration[.data] = "mnist1d"
        configuration[.method] = .backprop
        configuration[.units] = 12
        configuration[.learningRate] = 0.03
        configuration[.budget] = 60
        configuration[.recordEvery] = 5
        configuration[.evaluateEvery] = 5
        configuration[.trainSize] = 300
        configuration[.validationSize] = 90
        configuration[.testSize] = 170
        change(&configuration)
        return configuration
    }

    private func numbers(_ name: String, _ outcome: CellRun.Outcome) throws -> [Double] {
        try #require(outcome.datasets.first { $0.name == name }?.elements.reals, "\(name)")
    }

    @Test func curvesAgreeWithOneAnother() throws {
        let outcome = try outcomeOfRun(Self.configuration())
        let (validation, test) = (
            try numbers("validation_error", outcome), try numbers("test_error", outcome)
        )
        let atBest = try numbers("test_error_at_best_validation", outcome)
        try #require(validation.count == 12)
        for end in 0..<12 {
            let lowest = validation[...end].min()
            let first = try #require(validation[...end].firstIndex { $0 == lowest })
            #expect(atBest[end] == test[first])
        }
        #expect(Set(validation).count > 3 && Set(test).count > 3)
        // Shares of so many images.
        for (errors, images) in [(validation, 90.0), (test, 170)] {
            for error in errors {
                let wrong = error / 100 * images
                #expect(abs(wrong - wrong.rounded()) < 1e-9)
            }
        }
        for (name, count) in [("training", 300.0), ("validation", 90), ("test", 170)] {
            #expect(try numbers("\(name)_images", outcome) == [count])
        }
    }

    /// What is measured, and on how many images, changes nothing of what is learned.
    @Test func measuringTouchesNoTraining() throws {
        func trained(_ change: (inout Configuration) -> Void) throws -> [Group] {
            try outcomeOfRun(Self.configuration(change)).groups
        }
        let once = try trained { _ in }
        #expect(try trained { $0[.evaluateEvery] = 60 } == once)
        #expect(try trained { $0[.testSize] = 30 } == once)
        // Those of MNIST-1D are drawn besides.
        #expect(try trained { $0[.validationSize] = 20 } == once)
        #expect(try trained { $0[.trainSize] = 310 } != once)
    }

    /// Methods are compared on the images of a seed; seeds have images of their own.
    @Test func aSeedHasItsImagesWhateverTheMethod() throws {
        func images(_ change: (inout Configuration) -> Void) throws -> [[Float]] {
            let parts = try Self.configuration(change).images()
            return [parts.training, parts.validation, parts.test].map(\.set.images)
        }
        let first = try images { _ in }
        #expect(
            try images {
                $0[.method] = .synthetic(.mlp)
                $0[.placement] = .all
                $0[.learningRate] = 0.5
            } == first)
        let second = try images { $0[.seed] = 1 }
        for part in 0..<3 { #expect(second[part] != first[part]) }
    }

    /// Workers have the images that one process has.
    @Test func workersHaveTheTrainingImages() throws {
        let configuration = Self.configuration { $0[.validationSize] = 13 }
        #expect(
            try configuration.trainingImages().set.images
                == configuration.images().training.set.images)
        try withDigits { path in
            let configuration = Self.configuration {
                $0[.data] = path
                ($0[.trainSize], $0[.validationSize], $0[.testSize]) = (40, 15, 0)
            }
            let (workers, alone) = (
                try configuration.trainingImages(), try configuration.images().training
            )
            #expect(workers.count == 40)
            #expect(
                workers.batches(size: 40).map(\.images)
                    == alone.batches(size: 40).map(\.images))
        }
    }

    /// Calls `body` with a folder of 60 and 20 images of four pixels, all of them different.
    private func withDigits(_ body: (String) throws -> Void) throws {
        let folder = try TemporaryFolder()
        for (name, count) in [("train", 60), ("t10k", 20)] {
            let pixels = (0..<4 * count).map { UInt8($0 * 7 % 251) }
            let labels = (0..<count).map { UInt8($0 % 10) }
            let files = [
                "images-idx3-ubyte": idxFile(magic: 0x803, sizes: [UInt32(count), 2, 2], pixels),
                "labels-idx1-ubyte": idxFile(magic: 0x801, sizes: [UInt32(count)], labels),
            ]
            for (kind, bytes) in files {
                try Data(bytes).write(to: URL(filePath: folder.path("\(name)-\(kind)")))
            }
        }
        try body(folder.path)
    }

    @Test func filesHaveAPartToValidateOn() throws {
        try withDigits { path in
            let outcome = try outcomeOfRun(
                Self.configuration {
                    $0[.data] = path
                    ($0[.trainSize], $0[.validationSize], $0[.testSize]) = (0, 15, 0)
                })
            #expect(try numbers("training_images", outcome) == [45])
            #expect(try numbers("validation_images", outcome) == [15])
            #expect(try numbers("test_images", outcome) == [20])
            #expect(try numbers("validation_error", outcome).last?.isFinite == true)
        }
    }

    /// Parts of more images than there are, by the settings and what is said.
    @Test(arguments: [
        ("batch=8 validation_size=1000", ["validation_size is 1000", "59 images", "=59 or less"]),
        ("batch=8 validation_size=60", ["validation_size is 60", "59 images", "=59 or less"]),
        (
            "batch=8 validation_size=15 train_size=46",
            ["train_size is 46", "45 images", "train_size=45"]
        ),
        ("batch=8 validation_size=15 test_size=21", ["test_size is 21", "20 images", "=20"]),
        ("validation_size=30 batch=31", ["batch is 31", "30 training images", "smaller batch"]),
    ])
    func partsBeyondTheFilesAreRefused(settings: String, words: [String]) throws {
        try withDigits { path in
            let sets = settings.split(separator: " ").map { "--set \($0)" }.joined(separator: " ")
            let folder = try TemporaryFolder()
            let ending = try Tool.run(
                "run layer-table --size smoke --set data=\(path) \(sets)",
                results: folder.path("results"))
            #expect(ending.code == 2)
            #expect(ending.errors.split(separator: "\n").count == 1, "\(ending.errors)")
            for word in words + [path] {
                #expect(ending.errors.contains(word), "\(ending.errors)")
            }
        }
    }

    @Test func theSampleThatIsNotThereIsNamed() throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.shell(
            "presage run layer-table --size smoke --set data=mnist1d,mnist-sample --results out",
            in: folder.path)
        #expect(ending.code == 2)
        #expect(ending.errors.contains("make mnist-sample"), "\(ending.errors)")
    }

    /// A cell that was measured on other images has another name.
    @Test func cellsAreNamedByTheirImages() throws {
        func name(_ change: (inout Configuration) throws -> Void) throws -> String {
            var configuration = Self.configuration()
            try change(&configuration)
            return configuration.identity(axes: [])
        }
        let names = try [
            name { _ in }, name { $0 = try $0.withDataFingerprint() }, name { $0[.testSize] = 0 },
            name { $0[.trainSize] = 0 }, name { $0[.validationSize] = 1000 },
        ]
        #expect(Set(names).count == 5)
    }
}
