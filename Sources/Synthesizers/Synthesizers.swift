// Synthesizers
