//! Colour, width, progress: what hangs on a terminal being there.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On terminals, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Colour {
    /// Sets it for all that is written through anstream.
    pub fn apply(self) {
        let choice = match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// Whether a stream takes colour, by `--color`, `NO_COLOR` and whether it is a terminal.
#[must_use]
pub fn is_coloured(stream: &impl anstream::stream::RawStream) -> bool {
    anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never
}

/// Standard output, buffered.
#[must_use]
pub fn stdout() -> Box<dyn Write> {
    if is_coloured(&std::io::stdout()) {
        // Translates colours for terminals that take no escape sequences.
        Box::new(std::io::BufWriter::with_capacity(1 << 16, anstream::stdout().lock()))
    } else {
        Box::new(std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock()))
    }
}

/// Bytes below which no bar is shown.
const LONG: u64 = 8 << 20;

/// A bar on standard error over so many bytes; hidden where no terminal is there, or the work is short.
#[must_use]
pub fn progress(bytes: u64) -> ProgressBar {
    if bytes < LONG || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta} left") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
