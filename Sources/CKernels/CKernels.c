// Swift packages want one source file in a C target; the functions are all in the header.
