import Presage

PresageTool.main([copyHorizon, textHorizon])
