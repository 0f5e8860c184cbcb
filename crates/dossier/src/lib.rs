//! What may we say, and to whom? Sentences with citations, and rows for every surface.
pub mod rows;
