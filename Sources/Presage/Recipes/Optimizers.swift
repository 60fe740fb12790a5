import Optimizers
import Vocabulary

// Optimizers and the scaling of gradients, as the numerical column has them.

extension Configuration {
    /// The run's optimizer with a step size.
    func optimizer(learningRate: Double) -> any Optimizer {
        switch self[.optimizer] {
        case .adam: Adam(learningRate: learningRate)
        case .momentum: Momentum(learningRate: learningRate, momentum: self[.momentum])
        }
    }

    /// The optimizer of the network.
    var networkOptimizer: any Optimizer { optimizer(learningRate: self[.learningRate]) }

    /// The optimizer of synthesizers.
    var synthesizerOptimizer: any Optimizer {
        optimizer(learningRate: self[.synthesizerLearningRate])
    }

    /// The scaling of the network's parameter gradients.
    var gradientScaling: GradientScaling {
        let range =
            switch self[.gradientScaling] {
            case .clip: ClippingRange(ceiling: self[.clipNorm])
            case .normalize: ClippingRange(floor: self[.clipNorm], ceiling: self[.clipNorm])
            case .band: ClippingRange(floor: self[.normFloor], ceiling: self[.clipNorm])
            case .none: ClippingRange()
            }
        return switch self[.normScope] {
        case .global: GradientScaling(range, scope: .global)
        case .block: GradientScaling(range, scope: .block)
        }
    }

    /// The norms that each sample's gradient may have at every step back through time.
    var carriedRange: ClippingRange {
        let ceiling = self[.carriedClipNorm]
        return switch self[.carriedScaling] {
        case .clip: ClippingRange(ceiling: ceiling)
        case .normalize: ClippingRange(floor: ceiling, ceiling: ceiling)
        case .band: ClippingRange(floor: self[.carriedNormFloor], ceiling: ceiling)
        case .none: ClippingRange()
        }
    }

    /// The scaling of the synthesizers' gradients.
    var synthesizerScaling: GradientScaling {
        GradientScaling(ClippingRange(ceiling: self[.synthesizerClipNorm]))
    }
}
