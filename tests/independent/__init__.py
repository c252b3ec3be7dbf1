"""A second, independent implementation of the concentration bounds, and random cases for it."""
