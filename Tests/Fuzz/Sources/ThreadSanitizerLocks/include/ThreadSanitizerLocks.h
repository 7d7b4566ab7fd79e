// Nothing is called from Swift: the functions take the place of the standard library's.
