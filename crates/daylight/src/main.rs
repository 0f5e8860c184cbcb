//! The door: reads the command line, lets the rooms work, prints what they answer.
//!
//! The only room with a clock, an environment and a terminal ([`outside`]), and the only one that prints
//! ([`screen`]). Everything else that it shows was worded in `dossier`; here it only gets a layout ([`text`]), a JSON
//! shape ([`json`]) or a CSV row ([`sheet`]). How a run ends stands in one table, [`report`].

mod cli;
mod json;
mod outside;
mod report;
mod screen;
mod sheet;
mod text;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let asked = cli::Cli::parse();
    let screen = outside::screen(&asked.global);
    let ended = outside::log(asked.global.verbose, &screen).and_then(|()| cli::run(&asked.command, &screen));
    report::end(ended, &screen).into()
}
