//! The program as people and scripts meet it: through the real binary.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "tests read and write their own files, and may fail"
)]

mod add;
mod browser;
mod catalogue;
mod check;
mod endings;
mod example;
mod promises;
mod published;
mod run;
mod screens;
mod series;
mod shapes;
mod silence;
mod timeline;
