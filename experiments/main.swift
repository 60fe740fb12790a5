import Presage

PresageTool.main([
    copyHorizon, copyControls, copySizes, copyPaperSize, repeatCopyHorizon, textHorizon,
    futureGradient, gradientHealth, placementChain, chainNoise, layerTable, rateMap, warmUp, unlock,
    mnist1D,
    rivals, lockingSpeed, lockingSleep, windowsOnWorkers, costBreakeven, minibatchVsLength,
])
