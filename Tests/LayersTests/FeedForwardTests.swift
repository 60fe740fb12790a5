import Layers
import Tensor
import TestSupport
import Testing

/// E8: layers of feed-forward networks against float64 PyTorch, relative error at most 1e-5.
@Suite struct FeedForwardFixtureTests {
    static let cases = (try? Fixture("feed_forward").groupNames) ?? []

    @Test func thereAreCases() { #expect(Self.cases.count == 6) }

    @Test(arguments: cases)
    func e8Layer(name: String) throws {
        let fixture = try Fixture("feed_forward").group(name)
        let x = try fixture.matrix("x")
        let layer = try makeLayer(fixture, batch: x.rows)
        try fixture.fill(layer.parameters, from: "parameters")
        let y = Matrix(rows: x.rows, columns: layer.outputs)
        layer.forward(x, into: y, .training)
        #expect(relativeError(y.values, try fixture.reals("y")) < 1e-5)
        let below = Matrix(rows: x.rows, columns: layer.inputs)
        layer.backward(
            x: x, y: y, outputGradients: try fixture.matrix("upstream"), inputGradients: below,
            accumulating: true)
        #expect(relativeError(below.values, try fixture.reals("dx")) < 1e-5)
        for block in layer.parameters.blocks {
            let exact = try fixture.reals("gradients/\(block.name)")
            #expect(relativeError(layer.gradients[block.name].values, exact) < 1e-5)
        }
        // Without them the gradient below is the same and nothing is added.
        let gradients = layer.gradients.flat.values
        let again = Matrix(rows: x.rows, columns: layer.inputs)
        layer.backward(
            x: x, y: y, outputGradients: try fixture.matrix("upstream"), inputGradients: again,
            accumulating: false)
        #expect(again.values == below.values && layer.gradients.flat.values == gradients)
        guard fixture.has("inference") else { return }
        layer.forward(x, into: y, .inference)
        #expect(relativeError(y.values, try fixture.reals("inference")) < 1e-5)
    }

    private func makeLayer(_ fixture: Fixture, batch: Int) throws -> any FeedForwardLayer {
        func attribute(_ name: String) throws -> String {
            try #require(fixture.attributes.first { $0.name == name }?.value)
        }
        func number(_ name: String) throws -> Int { try #require(Int(attribute(name))) }
        let style = LayerStyle(
            try #require(Activation(rawValue: attribute("activation"))),
            batchNormalized: try attribute("norm") == "yes")
        guard fixture.attributes.contains(where: { $0.name == "height" }) else {
            return DenseLayer(
                inputs: try number("inputs"), outputs: try number("outputs"), style, batch: batch,
                in: Workspace())
        }
        return ConvolutionLayer(
            .init(
                channels: try number("channels"), height: try number("height"),
                width: try number("width")),
            channels: try number("outputs"),
            .init(
                size: try number("size"), stride: try number("stride"),
                padding: try number("padding")), style, batch: batch, in: Workspace())
    }
}

@Suite struct FeedForwardNetworkTests {
    private func makeNetwork(_ workspace: Workspace = Workspace()) -> FeedForwardNetwork {
        let relu = LayerStyle(.relu, batchNormalized: true)
        let image = ImageShape(channels: 1, height: 1, width: 8)
        let convolution = ConvolutionLayer(
            image, channels: 3, .init(size: 3, stride: 2, padding: 1), relu, batch: 5,
            in: workspace)
        let layers: [any FeedForwardLayer] = [
            convolution,
            DenseLayer(inputs: 12, outputs: 6, LayerStyle(.tanh), batch: 5, in: workspace),
            DenseLayer(inputs: 6, outputs: 4, LayerStyle(.identity), batch: 5, in: workspace),
        ]
        for (item, layer) in layers.enumerated() {
            layer.initialize(from: RandomStream(seed: 1, purpose: .weights, item: item))
        }
        return FeedForwardNetwork(layers, batch: 5, in: workspace)
    }

    /// A backward in two pieces is the backward in one.
    @Test func piecesMakeTheWhole() throws {
        var numbers = TestNumbers(seed: 1)
        let x = Matrix(rows: 5, columns: 8, numbers.floats(40))
        let top = Matrix(rows: 5, columns: 4, numbers.floats(20))
        func gradients(_ pieces: [Range<Int>]) throws -> [Float] {
            let network = makeNetwork()
            network.forward(x, .training)
            var arriving = top
            for piece in pieces {
                let below = network.backward(piece, from: arriving, accumulating: true)
                guard let below else { continue }
                arriving = Matrix(rows: below.rows, columns: below.columns, below.values)
            }
            return network.layers.flatMap(\.gradients.flat.values)
        }
        let whole = try gradients([0..<3])
        #expect(try gradients([1..<3, 0..<1]) == whole)
        #expect(try gradients([2..<3, 1..<2, 0..<1]) == whole)
        #expect(whole.count { $0 != 0 } > 50)
    }

    @Test func aShorterBatchIsTheSameInInference() {
        let network = makeNetwork()
        var numbers = TestNumbers(seed: 2)
        let x = Matrix(rows: 5, columns: 8, numbers.floats(40))
        network.forward(x, .training)
        network.forward(x, .inference)
        let all = network.logits.values
        network.forward(x.rows(0..<2), .inference)
        #expect(network.logits.values == Array(all.prefix(8)))
    }

    /// Parameters and statistics are all that an inference needs.
    @Test func parametersAndStatisticsRestoreTheInference() {
        var numbers = TestNumbers(seed: 3)
        let x = Matrix(rows: 5, columns: 8, numbers.floats(40))
        let (trained, fresh) = (makeNetwork(), makeNetwork())
        for _ in 0..<3 { trained.forward(x, .training) }
        trained.layers[0].parameters["gamma"].copy(from: [0.5, 2, -1])
        trained.forward(x, .inference)
        for (from, into) in zip(trained.layers, fresh.layers) {
            into.parameters.copy(from: from.parameters)
        }
        fresh.forward(x, .inference)
        #expect(fresh.logits.values != trained.logits.values, "else the test shows nothing")
        for (from, into) in zip(trained.layers, fresh.layers) {
            into.statistics.copy(from: from.statistics)
        }
        fresh.forward(x, .inference)
        #expect(fresh.logits.values == trained.logits.values)
        let names = trained.layers.map { $0.statistics.blocks.map(\.name) }
        #expect(names == [["running_mean", "running_variance"], [], []])
    }

    @Test func initialWeightsDependOnTheStreamAloneAndStayInBounds() {
        let (one, other) = (makeNetwork(), makeNetwork())
        for (a, b) in zip(one.layers, other.layers) {
            #expect(a.parameters.flat.values == b.parameters.flat.values)
        }
        let bound = 1 / Float(12).squareRoot()
        let weights = one.layers[1].parameters
        #expect(weights.flat.values.allSatisfy { abs($0) <= bound })
        #expect(one.layers[0].parameters["gamma"].values == [1, 1, 1])
    }
}
