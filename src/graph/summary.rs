//! The graph in a few figures.

use std::io::{self, Write};

use super::network::{EdgeKind, Network, NodeKind};

/// Figures of a graph.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Documents.
    pub documents: usize,
    /// Units, documents not counted.
    pub units: usize,
    /// Instruments that are cited and not at hand.
    pub instruments: usize,
    /// Citations read.
    pub citations: usize,
    /// Citations of units that are not there.
    pub dangling: usize,
    /// Edges of each kind.
    pub edges: Vec<(EdgeKind, usize)>,
    /// The units and instruments cited most, with how often, most first.
    pub most_cited: Vec<(usize, usize)>,
    /// Rings of units that cite one another.
    pub rings: Vec<Vec<usize>>,
}

/// How many of the most cited are named.
const TOP: usize = 10;

impl Summary {
    /// Counts a graph.
    #[must_use]
    pub fn of(net: &Network) -> Self {
        let count = |kind| net.nodes().filter(|(_, n)| n.kind == kind).count();
        let mut edges: Vec<(EdgeKind, usize)> = Vec::new();
        for (_, _, kind) in net.edges() {
            match edges.iter_mut().find(|e| e.0 == kind) {
                Some(slot) => slot.1 += 1,
                None => edges.push((kind, 1)),
            }
        }
        edges.sort_unstable();
        let mut cited: Vec<(usize, usize)> = net
            .nodes()
            .filter(|(_, n)| n.kind != NodeKind::Term)
            .map(|(i, _)| (i, net.cited(i)))
            .filter(|c| c.1 > 1)
            .collect();
        cited.sort_by_key(|&(i, n)| (std::cmp::Reverse(n), i));
        cited.truncate(TOP);
        Self {
            documents: count(NodeKind::Document),
            units: count(NodeKind::Provision),
            instruments: count(NodeKind::Instrument),
            citations: net.citations,
            dangling: net.dangling,
            edges,
            most_cited: cited,
            rings: net.rings(),
        }
    }

    /// Writes the figures for a reader.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn write(&self, net: &Network, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "documents            {}", self.documents)?;
        writeln!(out, "units                {}", self.units)?;
        writeln!(out, "instruments outside  {}", self.instruments)?;
        writeln!(out, "citations            {}", self.citations)?;
        writeln!(out, "dangling             {}", self.dangling)?;
        for (kind, n) in &self.edges {
            writeln!(out, "  {:<18} {n}", kind.name())?;
        }
        if !self.most_cited.is_empty() {
            writeln!(out, "\nmost cited")?;
        }
        let several = self.documents > 1;
        let caption = |i: usize| {
            net.get(i).map_or_else(String::new, |n| match (several, net.file(n)) {
                (true, Some(file)) if n.kind == NodeKind::Provision => format!("{} ({file})", net.caption(n)),
                _ => net.caption(n),
            })
        };
        for &(i, n) in &self.most_cited {
            writeln!(out, "{n:>6}  {}", caption(i))?;
        }
        if !self.rings.is_empty() {
            writeln!(out, "\nrings of citations: {}", self.rings.len())?;
        }
        for ring in self.rings.iter().take(TOP) {
            let names: Vec<String> = ring.iter().take(6).map(|&i| caption(i)).collect();
            let more = if ring.len() > 6 { format!(" … and {} more", ring.len() - 6) } else { String::new() };
            writeln!(out, "        {}{more}", names.join(", "))?;
        }
        Ok(())
    }
}
