//! Definitions known by where they stand: entries of a list, names in brackets.

use super::*;
use crate::text::lexicon::{bit, lexicon};

/// Words that begin a limit in brackets behind a term.
const LIMITS: [WordHash; 6] = [word("of"), word("in"), word("for"), word("by"), word("on"), word("to")];

/// Words between the parts of a sum, on a line of their own: "the amount by which (a) … exceeds (b) …".
const JOINTS: [WordHash; 12] = [
    word("exceeds"),
    word("exceed"),
    word("excluding"),
    word("including"),
    word("plus"),
    word("minus"),
    word("less"),
    word("equals"),
    word("over"),
    word("but"),
    AND,
    OR,
];

/// Words that a sentence begins with and no description of a thing.
const OPENERS: [WordHash; 4] = [word("this"), word("these"), word("if"), word("no")];

/// Whether what follows a colon is a rule, with its title before it: "Notices: The carrier shall keep all notices".
fn is_rule(after: &[Token]) -> bool {
    let Some(first) = after.first() else { return false };
    let shouted = after.get(..3).is_some_and(|words| words.iter().all(|w| w.all_caps() && w.span().len() > 1));
    let modal = |t: &Token| lexicon().bits_of(t) & bit::MODAL != 0;
    let subject = first.word == THE && after.iter().skip(1).take(3).any(modal);
    shouted || first.capital() && (OPENERS.contains(&first.word) || subject)
}

impl Reader<'_> {
    /// "2.1 Telecommunication: Any transmission …", or a definition that only its list makes one.
    pub(super) fn entry(&mut self, scan: &Scan<'_>) {
        let tokens = scan.tokens;
        let at = scan.block.provision;
        let own_unit = self.doc.get(at).kind == Kind::Definition;
        if !own_unit && !self.in_list(scan.block) {
            return;
        }
        // A margin number at the head of a line begins a new entry, where the tree took it for text.
        let heads = (0..tokens.len()).filter(|&k| {
            k == 0 || tokens[k].fresh_line() && matches!(tokens[k].kind(), TokenKind::Number | TokenKind::Mixed)
        });
        let mut found = false;
        for head in heads {
            found |= self.entry_at(scan, head, own_unit);
        }
        if found {
            return;
        }
        // "deputy head" with nothing but a list below it.
        let p = self.doc.get(at);
        if own_unit && p.end.0 > at.0 + 1 {
            let end = tokens
                .iter()
                .take(20)
                .position(|t| t.is(',') || t.is('—') || t.is('['))
                .unwrap_or(tokens.len().min(20));
            let run = tokens.get(..end).unwrap_or(&[]);
            let joint = matches!(run, [word] if JOINTS.contains(&word.word));
            if !joint && can_be_term(run) {
                self.define(scan, 0, end, end, Form::Means, None, None, false);
            }
        }
    }

    /// An entry whose number, or first word, is token `head`.
    fn entry_at(&mut self, scan: &Scan<'_>, head: usize, own_unit: bool) -> bool {
        let tokens = scan.tokens;
        let stop = tokens.iter().skip(head).take(24).position(|t| matches!(t.mark(), ':' | '—' | '–'));
        let Some(colon) = stop.map(|n| head + n).filter(|&c| c > head) else { return false };
        let Some(next) = tokens.get(colon + 1) else { return false };
        let mut from = head;
        // "2.1 Telecommunication" where the number is no label, "*Telecommunication*", "3.1.1 term [source]".
        while from < colon
            && (matches!(tokens[from].kind(), TokenKind::Number | TokenKind::Mixed)
                || matches!(tokens[from].mark(), '*' | '_'))
        {
            from += 1;
        }
        let mut end = colon;
        if let Some(k) = (from..end).find(|&k| matches!(tokens[k].mark(), '[' | '*' | '_')) {
            end = k;
        }
        // "allocation (of a frequency band): …" defines "allocation".
        if let Some(k) = (from + 1..end).find(|&k| tokens[k].is('('))
            && tokens[end - 1].is(')')
            // "End User Prefix (EP)" defines the one and abbreviates it.
            && (k + 3 == end || tokens.get(k + 1).is_some_and(|t| LIMITS.contains(&t.word)))
        {
            end = k;
        }
        let run = tokens.get(from..end).unwrap_or(&[]);
        let dash_in_prose = !tokens[colon].is(':') && !own_unit;
        let remark = run.first().is_some_and(|t| REMARKS.contains(&t.word));
        let prose = tokens.iter().skip(colon + 1).take(14).any(|t| PROSE.contains(&t.word));
        let described = next.kind() == TokenKind::Word && (next.capital() || ARTICLES.contains(&next.word));
        if !described
            || !prose
            || remark
            || is_rule(tokens.get(colon + 1..).unwrap_or(&[]))
            || dash_in_prose
            || run.len() > 10
            || !can_be_term(run)
        {
            return false;
        }
        // "1. Definitions: In this Agreement the following terms …" is the head of the list.
        if span_of(run).is_some_and(|s| speaks_of_definitions(self.text, s)) {
            return false;
        }
        self.define(scan, from, end, colon + 1, Form::Entry, None, None, false);
        true
    }

    /// Names in round brackets from token `i`: "(the “Seller”)", "(hereinafter referred to as the Authority)".
    pub(super) fn bracket(&mut self, scan: &Scan<'_>, i: usize) -> Option<usize> {
        let tokens = scan.tokens;
        let close = i + tokens.iter().skip(i).take(REACH).position(|t| t.is(')'))?;
        let first =
            (i + 1..close).find(|&k| closing(tokens[k].mark()).is_some() || HEREINAFTER.contains(&tokens[k].word))?;
        if (i + 1..first).any(|k| !introduces_name(&tokens[k])) {
            return None;
        }
        let scope = self.scope_in(scan.block.provision, tokens, i + 1, close);
        let mut k = first;
        let mut found = false;
        while k < close {
            if closing(tokens[k].mark()).is_some() {
                let end = close_of(tokens, k)?;
                if end > close {
                    return None;
                }
                self.name(scan, k + 1, end, i, scope);
                found = true;
                k = end + 1;
            } else if introduces_name(&tokens[k]) || matches!(tokens[k].mark(), ',' | ';') {
                k += 1;
            } else if !found && tokens[k].capital() {
                let end =
                    (k..close).find(|&e| tokens[e].kind() == TokenKind::Mark && !tokens[e].is('-')).unwrap_or(close);
                self.name(scan, k, end, i, scope);
                return Some(close + 1);
            } else {
                break;
            }
        }
        found.then_some(close + 1)
    }

    /// A name without marks and brackets: ", hereinafter referred to as the Board,". Gives the token after it.
    pub(super) fn named_after(&mut self, scan: &Scan<'_>, i: usize) -> Option<usize> {
        let tokens = scan.tokens;
        if i == 0 || !tokens.get(i - 1).is_some_and(|t| t.is(',')) {
            return None;
        }
        let first = (i + 1..tokens.len().min(i + 8)).find(|&k| !introduces_name(&tokens[k]))?;
        let run = tokens.iter().skip(first).take(8).take_while(|t| t.capital() && t.kind() != TokenKind::Mark).count();
        if run == 0 || run == 8 || first == i + 1 {
            return None;
        }
        self.name(scan, first, first + run, i - 1, None);
        Some(first + run)
    }
}
