import Presage

PresageTool.main([
    copyHorizon, repeatCopyHorizon, textHorizon, futureGradient, gradientHealth, placementChain,
    layerTable, warmUp, unlock, mnist1D, rivals, lockingSpeed, lockingSleep, windowsOnWorkers,
    costBreakeven,
    minibatchVsLength,
])
