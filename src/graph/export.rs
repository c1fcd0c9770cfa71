//! The graph as DOT, GraphML and JSON. Nodes and edges come in the order of the documents, so the same texts always give
//! the same bytes.

use std::io::{self, Write};

use serde_json::json;

use super::network::{EdgeKind, Network, Node, NodeKind};
use crate::text::xml_text;

impl Network {
    /// Writes Graphviz DOT.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn write_dot(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "digraph normlint {{")?;
        writeln!(out, "  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];")?;
        for (i, node) in self.nodes() {
            let shape = match node.kind {
                NodeKind::Document => ", shape=folder",
                NodeKind::Provision => "",
                NodeKind::Instrument => ", shape=component",
                NodeKind::Term => ", shape=ellipse",
            };
            writeln!(out, "  n{i} [label=\"{}\"{shape}];", quoted(&self.caption(node)))?;
        }
        for (from, to, kind) in self.edges() {
            let style = match kind {
                EdgeKind::Contains => " [style=dotted, arrowhead=none]".to_owned(),
                EdgeKind::Cites => String::new(),
                kind => format!(" [label=\"{}\"]", kind.name()),
            };
            writeln!(out, "  n{from} -> n{to}{style};")?;
        }
        writeln!(out, "}}")
    }

    /// Writes GraphML.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn write_graphml(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
        for (key, of) in [("kind", "node"), ("label", "node"), ("unit", "node"), ("file", "node"), ("says", "edge")] {
            writeln!(out, "  <key id=\"{key}\" for=\"{of}\" attr.name=\"{key}\" attr.type=\"string\"/>")?;
        }
        writeln!(out, "  <graph edgedefault=\"directed\">")?;
        for (i, node) in self.nodes() {
            write!(out, "    <node id=\"n{i}\"><data key=\"kind\">{}</data>", node.kind.name())?;
            write!(out, "<data key=\"label\">{}</data>", xml_text(&node.label))?;
            if !node.unit.is_empty() {
                write!(out, "<data key=\"unit\">{}</data>", node.unit)?;
            }
            if let Some(file) = self.file(node) {
                write!(out, "<data key=\"file\">{}</data>", xml_text(file))?;
            }
            writeln!(out, "</node>")?;
        }
        for (i, (from, to, kind)) in self.edges().enumerate() {
            let says = kind.name();
            writeln!(
                out,
                "    <edge id=\"e{i}\" source=\"n{from}\" target=\"n{to}\"><data key=\"says\">{says}</data></edge>"
            )?;
        }
        writeln!(out, "  </graph>\n</graphml>")
    }

    /// Writes JSON: `{"nodes": […], "edges": […]}`, one node or edge a line.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"nodes\": [")?;
        for (n, (i, node)) in self.nodes().enumerate() {
            let object = json!({
                "id": i, "kind": node.kind.name(), "label": node.label.as_str(), "unit": node.unit,
                "file": self.file(node),
            });
            write!(out, "{}{object}", if n == 0 { "\n" } else { ",\n" })?;
        }
        write!(out, "\n], \"edges\": [")?;
        for (n, (from, to, kind)) in self.edges().enumerate() {
            let object = json!({"from": from, "to": to, "says": kind.name()});
            write!(out, "{}{object}", if n == 0 { "\n" } else { ",\n" })?;
        }
        writeln!(out, "\n]}}")
    }

    /// A node in words: "section 5/b", "Radio Act", "act.txt".
    #[must_use]
    pub fn caption(&self, node: &Node) -> String {
        match node.kind {
            NodeKind::Provision if node.label.is_empty() => node.unit.to_owned(),
            NodeKind::Provision => format!("{} {}", node.unit, node.label),
            NodeKind::Document => {
                let file = self.file(node).unwrap_or("");
                if node.label.is_empty() { file.to_owned() } else { format!("{} ({file})", node.label) }
            }
            NodeKind::Term => format!("“{}”", node.label),
            NodeKind::Instrument => node.label.to_string(),
        }
    }
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_dot_are_escaped() {
        assert_eq!(quoted("a \"b\"\\"), "a \\\"b\\\"\\\\");
    }
}
