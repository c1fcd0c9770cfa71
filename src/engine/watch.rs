//! Progress and times, for callers that want them. The engine itself reads no clock.

use std::sync::Mutex;

/// What a caller wants to be told while a run goes on.
#[derive(Clone, Copy, Default)]
pub struct Observer<'a> {
    /// Nanoseconds since some fixed moment; none where no times are wanted.
    pub clock: Option<fn() -> u64>,
    /// Called after each document with the number of its bytes.
    pub done: Option<&'a (dyn Fn(u64) + Sync)>,
}

impl std::fmt::Debug for Observer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Observer {{ clock: {}, done: {} }}", self.clock.is_some(), self.done.is_some())
    }
}

/// Time and calls of one stage or rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// The stage's name, or the rule's code.
    pub name: &'static str,
    /// Nanoseconds, summed over threads.
    pub nanos: u64,
    /// How often it was called.
    pub calls: u64,
}

/// Times of one run, in the order in which the stages and rules first ran.
#[derive(Clone, Debug, Default)]
pub struct Timings(pub Vec<Timing>);

impl Timings {
    fn add(&mut self, name: &'static str, nanos: u64, calls: u64) {
        match self.0.iter_mut().find(|t| std::ptr::eq(t.name, name) || t.name == name) {
            Some(timing) => {
                timing.nanos += nanos;
                timing.calls += calls;
            }
            None => self.0.push(Timing { name, nanos, calls }),
        }
    }

    /// Adds the times of another run or document.
    pub fn merge(&mut self, other: &Self) {
        for t in &other.0 {
            self.add(t.name, t.nanos, t.calls);
        }
    }
}

/// Measures the stages and rules of one document; does nothing without a clock.
#[derive(Debug, Default)]
pub struct Watch {
    clock: Option<fn() -> u64>,
    last: u64,
    timings: Timings,
}

impl Watch {
    /// A watch that reads `clock`, or none.
    #[must_use]
    pub fn new(clock: Option<fn() -> u64>) -> Self {
        Self { clock, last: clock.map_or(0, |now| now()), timings: Timings::default() }
    }

    /// Starts anew: what follows is timed from here.
    pub fn start(&mut self) {
        if let Some(now) = self.clock {
            self.last = now();
        }
    }

    /// Books the time since the last call to `name`.
    pub fn lap(&mut self, name: &'static str) {
        if let Some(now) = self.clock {
            let at = now();
            self.timings.add(name, at.saturating_sub(self.last), 1);
            self.last = at;
        }
    }

    /// Adds its times to those of the run.
    pub fn finish(self, into: &Mutex<Timings>) {
        if self.clock.is_some()
            && let Ok(mut all) = into.lock()
        {
            all.merge(&self.timings);
        }
    }
}
