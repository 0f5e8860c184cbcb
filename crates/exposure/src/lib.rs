//! Whose money is in it, how much, how sure, since when? Pure maths over borrowed slices.
pub mod world;
