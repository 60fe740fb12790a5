// Presage
