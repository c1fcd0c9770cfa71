//! The workspace: read from disk, kept in one snapshot with what is typed, and linked.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use rustc_hash::FxHashMap;

use super::server::{Event, LINK, Server, Task};
use super::snapshot::Doc;
use super::uri::of_path;
use super::work::{self, Linked};
use crate::findings::{DocId, Finding};

impl Server {
    pub(super) fn load_workspace(&mut self) {
        self.load += 1;
        self.loaded = false;
        self.progress("begin", Some("reading the workspace"));
        let (load, project, events) = (self.load, self.project.clone(), self.events.clone());
        let task: Task = Box::new(move || {
            let (docs, messages) = work::load(project.files());
            drop(events.send(Event::Loaded { load, whole: true, docs, gone: Vec::new(), messages }));
        });
        drop(self.background.send(task));
    }

    pub(super) fn load_files(&mut self, files: Vec<PathBuf>) {
        let (load, project, events) = (self.load, self.project.clone(), self.events.clone());
        let task: Task = Box::new(move || {
            let (there, gone): (Vec<PathBuf>, Vec<PathBuf>) = files.into_iter().partition(|p| p.is_file());
            let jobs = there
                .into_iter()
                .map(|path| {
                    let footing = project.footing(&path);
                    (path, footing)
                })
                .collect();
            let (docs, messages) = work::load(jobs);
            let gone = gone.iter().map(|p| of_path(p)).collect();
            drop(events.send(Event::Loaded { load, whole: false, docs, gone, messages }));
        });
        drop(self.background.send(task));
    }

    /// Puts an analysed document into the snapshot.
    pub(super) fn install(&mut self, doc: Arc<Doc>) {
        let mut next = (*self.snapshot).clone();
        let mut touched = Vec::new();
        if let Some(slot) = next.slots.get(&doc.uri).copied() {
            let id = DocId(slot as u32);
            let old = next.docs.get(slot).map(|d| d.source().text.clone()).unwrap_or_default();
            let speaks = |f: &Finding| {
                f.doc == id
                    || f.labels.iter().any(|l| l.doc == id)
                    || f.fix.iter().any(|x| x.edits.iter().any(|e| e.doc == id))
            };
            for (i, list) in next.between.iter_mut().enumerate().filter(|(_, l)| l.iter().any(speaks)) {
                *list = Arc::new(work::follow(list, id, &old, doc.text()));
                touched.push(i);
            }
            if let Some(at) = next.docs.get_mut(slot) {
                *at = doc;
            }
            touched.push(slot);
        } else {
            let mut docs = next.docs.clone();
            docs.push(doc.clone());
            next.rebuild(docs);
            touched.extend(next.slots.get(&doc.uri).copied());
        }
        touched.dedup();
        for slot in touched {
            let between = next.between.get(slot).cloned().unwrap_or_default();
            if let Some(doc) = next.docs.get(slot).cloned() {
                next.set_live(slot, work::settle(&doc, DocId(slot as u32), &between));
            }
        }
        let old = std::mem::replace(&mut self.snapshot, Arc::new(next));
        // Taking an analysis apart takes a while, and somebody waits for the diagnostics.
        drop(self.background.send(Box::new(move || drop(old))));
    }

    /// Takes files read from disk. Open documents are left as they are.
    pub(super) fn merge(&mut self, whole: bool, docs: Vec<Arc<Doc>>, gone: Vec<String>) {
        let mut next = (*self.snapshot).clone();
        let mut all: FxHashMap<Arc<str>, Arc<Doc>> = FxHashMap::default();
        for doc in &next.docs {
            if self.buffers.contains_key(&*doc.uri) || (!whole && !gone.contains(&doc.uri.to_string())) {
                all.insert(doc.uri.clone(), doc.clone());
            }
        }
        let mut left: Vec<Arc<str>> =
            next.docs.iter().map(|d| d.uri.clone()).filter(|u| !all.contains_key(u)).collect();
        let mut fresh = Vec::new();
        for doc in docs {
            if !self.buffers.contains_key(&*doc.uri) {
                fresh.push(doc.uri.clone());
                all.insert(doc.uri.clone(), doc);
            }
        }
        left.retain(|u| !all.contains_key(u));
        next.rebuild(all.into_values().collect());
        for uri in &fresh {
            if let Some(slot) = next.slots.get(uri).copied() {
                next.unsettle(slot);
            }
        }
        self.snapshot = Arc::new(next);
        for uri in left {
            self.clear(&uri);
        }
        if whole {
            self.loaded = true;
            self.progress("end", None);
        }
        self.answer_waiting();
        self.link();
    }

    /// Lets documents go that are neither open nor on disk.
    pub(super) fn forget(&mut self, uris: &[String]) {
        let mut next = (*self.snapshot).clone();
        let docs = next.docs.iter().filter(|d| !uris.iter().any(|u| **u == *d.uri)).cloned().collect();
        next.rebuild(docs);
        self.snapshot = Arc::new(next);
        for uri in uris {
            self.clear(uri);
        }
        self.link();
    }

    /// Has the documents linked, unless they are being linked now: then again when that is done.
    pub(super) fn link(&mut self) {
        if self.linking {
            self.link_again = true;
            return;
        }
        self.linking = true;
        self.link_due = None;
        let (snapshot, events) = (self.snapshot.clone(), self.events.clone());
        let task: Task = Box::new(move || {
            let linked = work::relink(&snapshot);
            drop(events.send(Event::Linked(Box::new(linked))));
        });
        drop(self.background.send(task));
    }

    pub(super) fn linked(&mut self, linked: Linked) {
        self.linking = false;
        let now = &self.snapshot.docs;
        let same = now.len() == linked.docs.len() && now.iter().zip(&linked.docs).all(|(a, b)| Arc::ptr_eq(a, b));
        if same {
            self.together = linked.together;
            let mut next = (*self.snapshot).clone();
            next.between = linked.between.into_iter().map(Arc::new).collect();
            let mut changed = Vec::new();
            for (slot, settled) in linked.settled.into_iter().enumerate() {
                let (Some(live), Some(doc)) = (settled, next.docs.get(slot)) else { continue };
                changed.push(doc.uri.clone());
                next.set_live(slot, live);
            }
            self.snapshot = Arc::new(next);
            if !changed.is_empty() {
                self.to_publish.extend(changed);
                self.refresh();
            }
        }
        if std::mem::take(&mut self.link_again) {
            self.link();
        } else if !same && self.link_due.is_none() {
            // Typed over meanwhile.
            self.link_due = Some(Instant::now() + LINK);
        }
    }
}
