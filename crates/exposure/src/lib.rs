//! Whose money is in it, how much, how sure, since when? Pure maths over borrowed slices.
//!
//! Stages, each with its own type: [`view::view`] chooses what is true and known ([`view::View`]) and makes one stake of
//! many records; [`measure::measure`] serves shares by grade, looks through ownership with circles solved, and returns
//! every column at three floors; [`chains`] and [`history`] say what stands behind the figures.

pub mod chains;
pub mod clock;
pub mod control;
pub mod history;
pub mod known;
pub mod measure;
pub mod shares;
pub mod view;
pub mod world;

mod circles;
mod contracts;
mod elimination;
mod look_through;
mod stakes;

pub use measure::{Columns, Floored, Managed, Measured, measure};
pub use view::{Asked, View, view};
pub use world::{Range, World};
