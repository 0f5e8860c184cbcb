//! What may we say, and to whom? Sentences with citations, and rows for every surface.
//!
//! A sentence is built from a claim and carries it; its words are locked to the claim's grade ([`words`]). The same
//! rows are shown by the terminal, JSON and CSV.

pub mod figures;
pub mod rows;
pub mod timeline;

mod answer;
mod explain;
mod exposures;
mod figure;
mod find;
mod mine;
mod opening;
mod sources;
mod svg;
mod trace;
mod words;

pub use answer::{Answer, answer};
pub use explain::{explain, explainable};
pub use find::{Found, find};
pub use mine::mine;
pub use trace::{trace, trace_holder};
