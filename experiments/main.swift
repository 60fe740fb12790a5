print("presage")
