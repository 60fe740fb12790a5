// Trainers
