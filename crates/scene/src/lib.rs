//! The picture and the words of a run, as values.
