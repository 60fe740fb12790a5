import Presage

PresageTool.main([batchesToSolve])
