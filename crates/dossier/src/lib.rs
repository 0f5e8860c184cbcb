//! What may we say, and to whom? Sentences with citations, and rows for every surface.
//!
//! A sentence is built from a claim and carries it; its words are locked to the claim's grade ([`words`]). The same
//! rows are shown by the terminal, JSON and CSV.

pub mod figures;
pub mod plain;
pub mod rows;
pub mod timeline;

mod answer;
mod clock;
mod explain;
mod exposures;
mod figure;
mod find;
mod holders;
mod mine;
mod opening;
mod persons;
mod series;
mod sources;
mod svg;
mod trace;
mod words;

pub use answer::{Answer, answer};
pub use clock::clock;
pub use explain::{explain, explainable};
pub use find::{Found, find};
pub use holders::holders;
pub use mine::mine;
pub use svg::lanes::{clock as clock_picture, holders as holders_picture};
pub use trace::{trace, trace_holder};
