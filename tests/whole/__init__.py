"""Tests of the whole program: one deed after another, as a clerk's week goes."""
