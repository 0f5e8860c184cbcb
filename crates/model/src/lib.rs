//! What is a fact? Ids, claims, evidence and grades, money, dates, shares, problems.
//!
//! This crate knows nothing else: it opens no file, reads no clock, knows no network. Everything that
//! the program says rests on a [`Claim`] with citations, and how well a claim is supported is derived
//! by one pure function, [`grade::grade`]; nobody types a grade in.

pub mod case;
pub mod claim;
pub mod date;
pub mod entity;
pub mod evidence;
pub mod grade;
pub mod id;
pub mod money;
pub mod problem;
pub mod rates;
pub mod share;

pub use case::{Case, Report, Series};
pub use claim::{Capacity, Claim, Instrument, Involvement, Judgement, LinkKind, Passage, Response, Stance, Verdict};
pub use date::{Day, PartialDate};
pub use entity::{Entity, Harm, Schema};
pub use evidence::{Basis, Citation, Credibility, Document, Publisher, Reliability, Seen};
pub use grade::{Floor, Grade};
pub use id::{ClaimId, DocumentId, EntityId, PublisherId, SeriesId};
pub use money::{Amount, Currency};
pub use problem::{Code, Place, Problem, Severity};
pub use rates::Rates;
pub use share::Share;
