import Presage

PresageTool.main([
    copyHorizon, repeatCopyHorizon, textHorizon, futureGradient, gradientHealth, placementChain,
])
