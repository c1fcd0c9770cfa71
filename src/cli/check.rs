//! `normlint check`: what does not hold together.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Instant;

use super::selectors::Selectors;
use super::{Ended, Failure, Inputs, Reading, fix, save, terminal, watch};
use crate::config::{self, Choices, FailAt, NewIgnore};
use crate::engine::{self, Baseline, Found, Job, Observer, Report, Timings};
use crate::findings::{DocId, Severity};
use crate::output::{self, View};

/// Arguments of `check`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Only these rules: codes, names, beginnings of codes (NL2), or `all`.
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = Selectors, help_heading = "Rules")]
    select: Vec<String>,
    /// Not these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = Selectors, help_heading = "Rules")]
    ignore: Vec<String>,
    /// Findings from this level up make the command end with exit code 1 [default: warning].
    #[arg(long, value_name = "LEVEL", help_heading = "Rules")]
    severity: Option<Level>,
    /// End with exit code 0 whatever is found.
    #[arg(long, help_heading = "Rules")]
    exit_zero: bool,
    /// How to print findings.
    #[arg(long, short, value_name = "FORMAT", default_value = "text", help_heading = "Output")]
    format: Format,
    /// Write to this file instead of standard output.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// Print how often each rule found something, instead of the findings.
    #[arg(long, help_heading = "Output")]
    statistics: bool,
    /// Print time and calls of each stage and rule, on standard error.
    #[arg(long, help_heading = "Output")]
    timings: bool,
    /// Check again whenever a draft changes, until stopped.
    #[arg(long, help_heading = "Output", conflicts_with_all = ["output", "fix", "diff", "write_baseline", "write_ignores"])]
    watch: bool,
    /// Make the fixes that cannot change what the law says.
    #[arg(long, help_heading = "Fixes")]
    fix: bool,
    /// With --fix or --diff, also make fixes that a person must look at.
    #[arg(long, help_heading = "Fixes")]
    unsafe_fixes: bool,
    /// Show what --fix would change, and change nothing.
    #[arg(long, help_heading = "Fixes", conflicts_with = "fix")]
    diff: bool,
    /// Findings in this file are known and do not count.
    #[arg(long, value_name = "FILE", help_heading = "Known findings")]
    baseline: Option<PathBuf>,
    /// Write all findings to the baseline [default: what the configuration names, or normlint-baseline.json].
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, help_heading = "Known findings")]
    write_baseline: Option<Option<PathBuf>>,
    /// Add an ignore for every finding to the file beside the drafts; choose which with --select.
    #[arg(long, help_heading = "Known findings")]
    write_ignores: bool,
    /// The reason to give with --write-ignores.
    #[arg(long, value_name = "TEXT", requires = "write_ignores", help_heading = "Known findings")]
    reason: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Level {
    /// Errors only.
    Error,
    /// Errors and warnings.
    Warning,
    /// Any finding.
    Note,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Source lines with every label, notes and help.
    Text,
    /// One line a finding.
    Short,
    /// One JSON array.
    Json,
    /// One JSON object a finding and line.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit XML.
    Junit,
}

pub(super) fn run(args: &Args) -> Ended {
    if args.watch { watch::run(args) } else { once(args) }
}

/// One run over the paths.
pub(super) fn once(args: &Args) -> Ended {
    let choices = Choices { profile: None, select: args.select.clone(), ignore: args.ignore.clone() };
    let mut inputs = args.reading.inputs(choices)?;
    let mut report = check(args, &inputs);
    if args.fix || args.diff {
        report = fix::to_the_end(&mut inputs, report, args.unsafe_fixes, |inputs| check(args, inputs))?;
    }
    let failed = name_failures(&inputs, &report);
    let key = |f: &Found| inputs.list.get(f.finding.doc.0 as usize).map_or_else(String::new, |i| i.key.clone());
    if let Some(path) = &args.write_baseline {
        let path = path.clone().or(args.baseline.clone()).or(inputs.baseline());
        let path = path.unwrap_or_else(|| inputs.project.root.join("normlint-baseline.json"));
        return write_baseline(&path, &Baseline::of(report.found.iter(), key), failed);
    }
    if args.write_ignores {
        return write_ignores(args, &inputs, &report, failed);
    }
    let known = args.baseline.clone().or(inputs.baseline());
    if let Some(path) = &known {
        let baseline = config::read_baseline(path).map_err(|e| Failure::config(&[e]))?;
        let gone = baseline.mark(&mut report.found, key);
        if gone > 0 && args.format == Format::Text {
            let mut err = anstream::stderr().lock();
            let _ = writeln!(err, "normlint: {gone} of the findings in {} are gone; write it anew", path.display());
        }
    }
    if args.diff {
        fix::show_diff(&inputs, &mut *terminal::stdout())?;
    } else {
        if args.fix {
            fix::write(&inputs)?;
        }
        let lost: Vec<DocId> = report.failures.iter().map(|(doc, _)| *doc).collect();
        let view = View { inputs: &inputs.list, found: &report.found, baseline: known.is_some(), failed: &lost };
        write(args, &inputs, &view)?;
    }
    if args.timings {
        print_timings(&report.timings, inputs.bytes());
    }
    let fail_at = match args.severity {
        Some(Level::Error) => FailAt::Error,
        Some(Level::Warning) => FailAt::Warning,
        Some(Level::Note) => FailAt::Note,
        None => inputs.fail_at().unwrap_or_default(),
    };
    let fails = report.found.iter().any(|f| f.is_live() && f.finding.severity >= fail_at.severity());
    let changes = args.diff && inputs.replaced().next().is_some();
    Ok(match () {
        () if failed => 2,
        () if args.exit_zero => 0,
        () => u8::from(fails || changes),
    })
}

fn check(args: &Args, inputs: &Inputs) -> Report {
    let bar = terminal::progress(inputs.bytes());
    let done = |bytes| bar.inc(bytes);
    let report = engine::run(&Job {
        inputs: &inputs.list,
        open: &|_, input| inputs.open(input),
        observer: Observer { clock: args.timings.then_some(now as fn() -> u64), done: Some(&done) },
        keep: false,
        anchors: args.write_ignores,
    });
    bar.finish_and_clear();
    report
}

/// Nanoseconds since the first call.
fn now() -> u64 {
    static START: OnceLock<Instant> = OnceLock::new();
    u64::try_from(START.get_or_init(Instant::now).elapsed().as_nanos()).unwrap_or(u64::MAX)
}

/// Names what could not be read; says whether there was any.
fn name_failures(inputs: &Inputs, report: &Report) -> bool {
    let unread = inputs.failures.iter().map(ToString::to_string);
    unread.chain(report.failures.iter().map(|(_, e)| e.to_string())).fold(false, |_, e| {
        Failure::new(e).print();
        true
    })
}

fn write(args: &Args, inputs: &Inputs, view: &View<'_>) -> Result<(), Failure> {
    let Some(path) = &args.output else {
        let colour = terminal::is_coloured(&std::io::stdout());
        return write_to(args, inputs, view, colour, &mut *terminal::stdout());
    };
    let mut text = Vec::new();
    write_to(args, inputs, view, false, &mut text)?;
    save::whole(path, &text)
}

fn write_to(args: &Args, inputs: &Inputs, view: &View<'_>, colour: bool, out: &mut dyn Write) -> Result<(), Failure> {
    let open = |doc: DocId| inputs.list.get(doc.0 as usize).and_then(|i| inputs.open(i).ok());
    if args.statistics {
        statistics(view, args.format, out)?;
    } else {
        match args.format {
            Format::Text => output::write_text(view, &open, colour, out)?,
            Format::Short => output::write_short(view, out)?,
            Format::Json => output::write_json(view, out)?,
            Format::Jsonl => output::write_findings(view, out)?,
            Format::Sarif => output::write_sarif(view, out)?,
            Format::Github => output::write_github(view, out)?,
            Format::Gitlab => output::write_gitlab(view, out)?,
            Format::Junit => output::write_junit(view, out)?,
        }
    }
    out.flush()?;
    Ok(())
}

/// How often each rule found something.
fn statistics(view: &View<'_>, format: Format, out: &mut dyn Write) -> Result<(), Failure> {
    let mut counts: BTreeMap<(&str, &str, Severity), usize> = BTreeMap::new();
    for f in view.live() {
        *counts.entry((f.finding.code, f.finding.name, f.finding.severity)).or_insert(0) += 1;
    }
    if matches!(format, Format::Json | Format::Jsonl) {
        let list: Vec<_> = counts
            .iter()
            .map(|((code, name, severity), n)| {
                serde_json::json!({"code": code, "name": name, "severity": severity, "count": n})
            })
            .collect();
        serde_json::to_writer(&mut *out, &list)?;
        writeln!(out)?;
        return Ok(());
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(key, n)| (std::cmp::Reverse(*n), *key));
    for ((code, name, severity), n) in rows {
        writeln!(out, "{n:>8}  {code}  {:7}  {name}", severity.name())?;
    }
    Ok(())
}

fn print_timings(timings: &Timings, bytes: u64) {
    let mut rows = timings.0.clone();
    rows.sort_by_key(|t| std::cmp::Reverse(t.nanos));
    let total: u64 = rows.iter().map(|t| t.nanos).sum();
    let mut err = anstream::stderr().lock();
    let _ = writeln!(err, "{:>10}  {:>9}  {:>9}  {:>6}  stage or rule", "ms", "calls", "ns/byte", "share");
    for t in rows {
        let name = crate::rules::find(t.name).map_or(t.name.to_owned(), |r| format!("{} {}", r.code, r.name));
        let per_byte = t.nanos as f64 / bytes.max(1) as f64;
        let share = t.nanos as f64 * 100.0 / total.max(1) as f64;
        let ms = t.nanos as f64 / 1e6;
        let _ = writeln!(err, "{ms:>10.1}  {:>9}  {per_byte:>9.2}  {share:>5.1}%  {name}", t.calls);
    }
    let rate = bytes as f64 / (total.max(1) as f64 / 1e9) / 1e6;
    let _ = writeln!(
        err,
        "{:>10.1}  all threads together, over {bytes} bytes: {rate:.1} MB/s a thread",
        total as f64 / 1e6
    );
}

fn write_baseline(path: &Path, baseline: &Baseline, failed: bool) -> Ended {
    let mut text = Vec::new();
    config::write_baseline(baseline, &mut text)?;
    save::whole(path, &text)?;
    let n: u32 = baseline.known.values().sum();
    let _ = writeln!(anstream::stderr().lock(), "normlint: {n} findings written to {}", path.display());
    Ok(if failed { 2 } else { 0 })
}

fn write_ignores(args: &Args, inputs: &Inputs, report: &Report, failed: bool) -> Ended {
    let path = inputs.sidecar();
    let mut new: Vec<NewIgnore> = report
        .found
        .iter()
        .filter(|f| f.is_live())
        .filter_map(|f| {
            let input = inputs.list.get(f.finding.doc.0 as usize)?;
            let anchor = f.anchor.as_ref()?;
            Some(NewIgnore {
                file: input.key.clone(),
                unit: anchor.unit.clone(),
                rule: f.finding.code.to_owned(),
                hash: anchor.hash,
                reason: args.reason.clone(),
            })
        })
        .filter(|n| !n.rule.starts_with("NL9"))
        .collect();
    new.dedup();
    let old = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(e) => return Err(Failure::new(format!("{}: cannot be read: {e}", path.display()))),
    };
    let text = config::add_to_sidecar(&path, &old, &new).map_err(|e| Failure::config(&[e]))?;
    save::whole(&path, text.as_bytes())?;
    let _ = writeln!(anstream::stderr().lock(), "normlint: {} ignores in {}", new.len(), path.display());
    Ok(if failed { 2 } else { 0 })
}
