//! What does the world outside say? The one place with a clock, an environment and a terminal.
#![allow(clippy::disallowed_methods, reason = "the door is the one room that knows the clock and the environment, and here it does")]

use std::io::IsTerminal;

use model::Day;
use tracing_subscriber::filter::{EnvFilter, LevelFilter};
use tracing_subscriber::fmt::format::FmtSpan;

use crate::cli::{Color, Global};
use crate::report::Failure;
use crate::screen::Screen;

/// The variable that chooses what is logged, in the syntax of `RUST_LOG`.
const LOG: &str = "DAYLIGHT_LOG";

/// The width where neither a terminal nor `--width` gives one.
const DEFAULT_WIDTH: usize = 80;

/// Narrower, figures would have to be cut; wider, no eye follows a line.
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=200;

/// The day on the wall, at Greenwich; it dates letters and enters no figure.
pub(crate) fn today() -> Day {
    jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date()
}

/// The screen at hand.
pub(crate) fn screen(asked: &Global) -> Screen {
    let terminal = || std::io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
    let width = asked.width.or_else(|| terminal().map(|(width, _)| usize::from(width.0)));
    let color = match asked.color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    Screen { format: asked.format, width: width.unwrap_or(DEFAULT_WIDTH).clamp(*WIDTHS.start(), *WIDTHS.end()), color }
}

/// Starts logging to stderr where it is asked for. What people search for is never logged: neither names nor ids nor paths.
pub(crate) fn log(verbose: u8, screen: &Screen) -> Result<(), Failure> {
    let wanted = std::env::var(LOG).unwrap_or_default();
    let level = match verbose {
        0 if wanted.is_empty() => return Ok(()),
        0 => LevelFilter::OFF,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    let filter = EnvFilter::builder()
        .with_default_directive(level.into())
        .parse(&wanted)
        .map_err(|error| Failure::BadFilter { reason: error.to_string() })?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(screen.colors_stderr())
        .with_span_events(FmtSpan::CLOSE)
        .with_timer(())
        .with_target(false)
        .init();
    Ok(())
}
