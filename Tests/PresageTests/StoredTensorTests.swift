import Foundation
import Layers
import Store
import Tasks
import Tensor
import TestSupport
import Testing
import Trainers
import Vocabulary

@testable import Presage

/// The tensors in a cell's file are all that its network needs: with them it gives the results in
/// the file again.
@Suite struct StoredTensorTests {
    /// Runs one cell and returns its configuration and its file.
    private func cell(_ arguments: String) throws -> (Configuration, Group) {
        let folder = try TemporaryFolder()
        let ending = try Tool.run("run " + arguments, results: folder.path)
        #expect(ending.code == 0, "\(ending.errors)")
        let name = try #require(try folder.contents().first { $0.contains("cells/") })
        let record = try CellRecord.read(folder.path(name))
        return (
            try Configuration(json: record.header.configurationJSON),
            try HDF5File.read(folder.path(name))
        )
    }

    private func fill(_ parameters: Parameters, from group: Group, _ path: String) throws {
        for block in parameters.blocks {
            let dataset = try #require(group.dataset("\(path)/\(block.name)"), "\(path)")
            guard case .float32(let values) = dataset.elements else { continue }
            parameters[block.name].copy(from: values)
        }
    }

    @Test(arguments: [
        "method=sg_linear_conditioned", "network=convolution depth=4 method=backprop",
    ])
    func aLayeredNetworkClassifiesAsStored(settings: String) throws {
        let words = settings.split(separator: " ").map { "--set \($0)" }.joined(separator: " ")
        let (configuration, file) = try cell(
            "mnist-1d --size smoke --set batch_normalization=yes --set units=8 --set seed=3 "
                + (settings.contains("network") ? "" : "--set network=dense ") + words
                + (settings.contains("sg_") ? " --set placement=0" : ""))
        let images = try configuration.images()
        let trainer = configuration.layerwiseTrainer(
            on: images.training.set, in: Workspace())
        for (index, layer) in trainer.network.layers.enumerated() {
            try fill(layer.parameters, from: file, "parameters/layer_\(index)")
            try fill(layer.statistics, from: file, "statistics/layer_\(index)")
        }
        let input = configuration.imageInput(images.training.set)
        for (part, name) in [(images.validation, "validation"), (images.test, "test")] {
            let accuracy = trainer.network.accuracy(on: part, input) {}
            let stored = try #require(file.dataset("\(name)_accuracy")?.elements.reals?.last)
            #expect(accuracy == stored)
            #expect(stored > 0.12, "else the test shows nothing")
        }
    }

    @Test func aRecurrentNetworkPredictsAsStored() throws {
        let (configuration, file) = try cell(
            "text-horizon --size smoke --set method=truncated_bptt --set truncation=5")
        let task = try configuration.textTask()
        let network = configuration.network(
            symbols: task.characters, values: 0, outputs: task.characters)
        network.parameters.flat.fill(0)
        try fill(network.parameters, from: file, "parameters")
        func error(of sequences: SequenceBatch) -> Double {
            Evaluator(network: network, batch: sequences.batch, in: Workspace())
                .meanLoss(of: sequences)
        }
        let stored = try #require(file.dataset("bits_per_character")?.elements.reals?.last)
        #expect(error(of: task.validation) == stored)
        try fill(network.parameters, from: file, "best_parameters")
        let test = try #require(file.dataset("test_bits_per_character")?.elements.reals?.last)
        #expect(error(of: task.test) == test)
    }
}
