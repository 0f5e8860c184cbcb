//! What becomes of the files of `data/`? Whole answers for series, lists of links and of entities, and names that are judged.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads and writes its own files, and may fail")]
#![allow(missing_docs, reason = "tests")]

mod cases;
mod lists;
mod names;
mod property;
mod series;
