//! Definitions known by their verb: terms in quotation marks before it, and terms without any.

use super::*;

impl Reader<'_> {
    /// A term, or several, in quotation marks from token `i` on; gives the token after what was read.
    pub(super) fn marked(&mut self, scan: &mut Scan<'_>, i: usize) -> Option<usize> {
        let tokens = scan.tokens;
        let mut terms: Vec<(usize, usize)> = Vec::new();
        let mut k = i;
        let mut after;
        loop {
            let (from, to, close) =
                anchored(tokens, k).or_else(|| close_of(tokens, k).map(|close| (k + 1, close, close)))?;
            terms.push((from, to));
            after = close + 1;
            let mut s = after;
            if tokens.get(s).is_some_and(|t| t.is(',')) {
                s += 1;
            }
            if tokens.get(s).is_some_and(|t| matches!(t.word, AND | OR)) {
                s += 1;
            }
            while tokens.get(s).is_some_and(|t| matches!(t.word, THE | TERM | TERMS)) && s > after {
                s += 1;
            }
            if s > after && terms.len() < 60 && tokens.get(s).is_some_and(|t| closing(t.mark()).is_some()) {
                k = s;
            } else {
                break;
            }
        }
        let named = i > 0 && is_term_word(&tokens[i - 1]);
        let heads = named || i == scan.start || self.preamble(scan.block.provision, tokens, scan.start).0 == i;
        let mut qualifier = None;
        // "as the term “subsidiary” is defined in section 4" defines nothing here.
        let borrowed = named && (1..=3).any(|n| i > n && tokens[i - 1 - n].word == word("as"));
        let verb = match verb_at(tokens, after).filter(|v| !(borrowed && (v.weak || v.form == Form::SameAs))) {
            Some(verb) => Some((after, verb)),
            None => {
                let found = heads.then(|| verb_after_qualifier(tokens, after, named)).flatten();
                if let Some((v, _)) = found {
                    qualifier = tokens.get(after..v).and_then(span_of);
                }
                found
            }
        };
        let (at, verb) = match verb {
            Some(found) => found,
            None if heads
                && tokens.get(after).is_some_and(|t| matches!(t.mark(), '—' | ':' | '–'))
                && !is_data(self.text, tokens[after]) =>
            {
                let form = if named { Form::Means } else { Form::Entry };
                (after, Verb { len: 1, form, plural: false, weak: false })
            }
            // "“Toll” is the fee …", in a list of definitions.
            None if i == scan.start && is_article_after_is(tokens, after) && self.in_list(scan.block) => {
                (after, Verb { len: 1, form: Form::Means, plural: false, weak: true })
            }
            None => {
                if i > 1 && names_before(tokens, i) {
                    let scope = self.scope_in(scan.block.provision, tokens, i.saturating_sub(12), i);
                    for &(a, b) in &terms {
                        self.name(scan, a, b, i, scope);
                    }
                }
                return Some(after);
            }
        };
        let body_from = at + verb.len;
        let (lead_end, lead_scope, lead_limit) = self.preamble(scan.block.provision, tokens, scan.start);
        // "the term" after words that are no scope: "except that, for cotton, the term …".
        let expected = if named { i - 1 } else { i };
        let expected = if expected > 0 && named && ARTICLES.contains(&tokens[expected - 1].word) {
            expected - 1
        } else {
            expected
        };
        let between = (lead_end < expected).then(|| tokens.get(lead_end..expected)).flatten();
        let lead_limit = lead_limit.or_else(|| between.filter(|b| !b.iter().all(|t| t.word == AND)).and_then(span_of));
        // "the term “X”, as used in this section, means": the scope stands at the head of the qualifier.
        let place = self.place(scan.block.provision);
        let head = after + usize::from(tokens.get(after).is_some_and(|t| t.is(',')));
        let qualifier_scope = qualifier.and_then(|_| place.scope_at(tokens, head)).map(|(_, s)| s);
        let scope = qualifier_scope.or(lead_scope);
        let limiting = qualifier.filter(|_| qualifier_scope.is_none()).or(lead_limit);
        for (a, b) in terms {
            self.define(scan, a, b, body_from, verb.form, scope, limiting, true);
        }
        Some(body_from)
    }

    /// A term in straight single marks from token `i` on, which are apostrophes elsewhere: only where the sentence, or
    /// what comes after "In this Part," begins with the first mark, and a defining verb follows the last.
    pub(super) fn single(&mut self, scan: &mut Scan<'_>, i: usize) -> Option<usize> {
        let tokens = scan.tokens;
        let named = i > 0 && is_term_word(&tokens[i - 1]);
        if tokens.get(i + 1).is_none_or(|t| t.spaced() || t.kind() == TokenKind::Mark) {
            return None;
        }
        let (lead, scope, limit) = self.preamble(scan.block.provision, tokens, scan.start);
        if !named && i != scan.start && i != lead {
            return None;
        }
        let closes = |k: &usize| {
            let spaced = tokens.get(k + 1).is_some_and(|n| n.spaced());
            tokens[*k].is('\'') && !tokens[*k].spaced() && spaced && verb_at(tokens, k + 1).is_some()
        };
        let close = (i + 2..tokens.len().min(i + 16)).find(closes)?;
        let verb = verb_at(tokens, close + 1)?;
        let body_from = close + 1 + verb.len;
        // "'Licensee' or 'You' means"
        let mut from = i + 1;
        for k in i + 2..=close {
            let parts = |t: &Token| t.is(',') || matches!(t.word, AND | OR);
            if from >= k || !tokens[k].is('\'') || k < close && !tokens.get(k + 1).is_some_and(parts) {
                continue;
            }
            self.define(scan, from, k, body_from, verb.form, scope, limit, true);
            from = (k + 1..close).find(|&o| tokens[o].is('\'')).map_or(close, |o| o + 1);
        }
        Some(body_from)
    }

    /// A term without quotation marks before the verb at token `v`; gives the token after the verb.
    pub(super) fn unmarked(&mut self, scan: &mut Scan<'_>, v: usize, verb: Verb) -> Option<usize> {
        let tokens = scan.tokens;
        if v == 0 || v - scan.start > 2 * REACH || closing_mark(&tokens[v - 1]) {
            return None;
        }
        let at = scan.block.provision;
        let mut limit = None;
        let (mut from, scope, led) = match scan.chained {
            // "…, and environmental effects has the same meaning as …"
            Some((after, scope)) => {
                let and = (after..v).rev().find(|&k| tokens[k].word == AND)?;
                (and + 1, scope, true)
            }
            None => {
                let (k, scope, case) = self.preamble(at, tokens, scan.start);
                limit = case;
                (k, scope, scope.is_some())
            }
        };
        if from >= v {
            return None;
        }
        if is_emphasis(&tokens[from]) || self.set_off_before(tokens[from]) {
            return self.emphasised(scan, from, v, verb, scope, limit);
        }
        let listed = self.doc.get(at).kind == Kind::Definition || self.lists.iter().any(|l| l.scope.is_some());
        let opens = scan.opening && scan.start == 0;
        let mut term_word = false;
        if tokens[from].word == THE && tokens.get(from + 1).is_some_and(is_term_word) {
            from += 2;
            term_word = true;
        } else if let Some(after) = reference_to(tokens, from, v) {
            from = after;
            term_word = led || scan.start < from;
        }
        // "1.1 A pilot means a person who …", under a heading that announces definitions.
        let announced = scan.opening && scan.start == 0 && self.under_heading(at);
        // "A" of "A.M. station" is none.
        let article = matches!(tokens[from].word, w if w == ARTICLES[0] || w == ARTICLES[1])
            && tokens.get(from + 1).is_some_and(|t| t.spaced() && t.kind() == TokenKind::Word);
        if article && (led || announced) {
            from += 1;
        }
        let (end, qualifier) = cut_qualifier(tokens, from, v)?;
        let qualifier = qualifier.or(limit);
        // "You (or Your) means": two names of one thing.
        let other = (from + 1..end)
            .find(|&k| tokens[k].is('(') && tokens.get(k + 1).is_some_and(|t| t.word == OR) && tokens[end - 1].is(')'));
        let run = tokens.get(from..other.unwrap_or(end))?;
        if !can_be_term(run) || run.iter().any(|t| GRAMMAR.contains(&t.word)) {
            return None;
        }
        let first = run.first()?;
        let strong = led || term_word || scan.chained.is_some();
        let item = self.lists.last().is_some_and(|l| l.scope.is_some() && self.doc.get(at).parent == Some(l.holder));
        let in_list = opens && (self.doc.get(at).kind == Kind::Definition || (listed && (item || self.fresh(scan))));
        let small = opens && !first.capital() && first.kind() == TokenKind::Word && self.fresh(scan);
        let accepted = match verb.form {
            Form::Repealed => opens && (in_list || small || self.fresh(scan) && self.under_heading(at)),
            _ if verb.weak => in_list || term_word || (strong && verb.form == Form::Includes),
            Form::SameAs if verb.plural => strong || in_list || small,
            Form::Means => strong || in_list || small || announced,
            _ => strong || in_list || small || (announced && self.fresh(scan)),
        };
        if !accepted {
            return None;
        }
        let body_from = v + verb.len;
        let terms = match other {
            Some(k) => vec![(from, k), (k + 2, end - 1)],
            None => split_terms(self.text, tokens, from, end, verb),
        };
        for (a, b) in terms {
            self.define(scan, a, b, body_from, verb.form, scope, qualifier, false);
        }
        scan.chained = (verb.form == Form::SameAs).then_some((body_from, scope));
        Some(body_from)
    }

    /// Whether the sign that sets a word off stands between the label of its unit and the text: "2. **Owner** means".
    fn set_off_before(&self, token: Token) -> bool {
        let before = self.text.get(..token.span().start as usize).unwrap_or("");
        before.ends_with(['*', '_'])
    }

    /// Terms set off by emphasis at the head of a sentence, from token `from` on: "_Registrar_ means", "**_court_** or
    /// **_tribunal_**, in relation to a country, includes".
    fn emphasised(
        &mut self,
        scan: &Scan<'_>,
        from: usize,
        v: usize,
        verb: Verb,
        scope: Option<Scope>,
        limit: Option<Span>,
    ) -> Option<usize> {
        let tokens = scan.tokens;
        let marks = |k: usize| tokens.get(k..v).unwrap_or(&[]).iter().take_while(|t| is_emphasis(t)).count();
        let mut terms = Vec::new();
        let mut k = from;
        loop {
            let begins = k + marks(k);
            let ends = (begins..v).find(|&k| is_emphasis(&tokens[k]))?;
            let run = tokens.get(begins..ends)?;
            if !can_be_term(run) {
                return None;
            }
            terms.push((begins, ends));
            k = ends + marks(ends);
            let next = k + tokens.get(k..v)?.iter().take_while(|t| t.is(',') || matches!(t.word, AND | OR)).count();
            if next == k || !tokens.get(next).is_some_and(is_emphasis) {
                break;
            }
            k = next;
        }
        let qualifier = match tokens.get(k..v)? {
            [] => None,
            between => Some(verb_after_qualifier(tokens, k, false).filter(|(at, _)| *at == v).and(span_of(between))?),
        };
        if verb.weak && !self.in_list(scan.block) {
            return None;
        }
        let body_from = v + verb.len;
        for (a, b) in terms {
            self.define(scan, a, b, body_from, verb.form, scope, qualifier.or(limit), false);
        }
        Some(body_from)
    }

    /// Whether the block opens its provision without a label of its own level, as a definition in a list does.
    fn fresh(&self, scan: &Scan<'_>) -> bool {
        let p = self.doc.get(scan.block.provision);
        match &p.label {
            None => true,
            Some(label) => scan.block.span.start > label.span.end + 4,
        }
    }
}

/// The words between the tags of HTML that stand in the quotation begun at token `i`, and the mark that closes it: `"<a
/// id="editor">**Editor**</a>"`.
fn anchored(tokens: &[Token], i: usize) -> Option<(usize, usize, usize)> {
    let close = closing(tokens.get(i)?.mark())?;
    let find = |from: usize, mark: char| (from..tokens.len().min(from + 40)).find(|&k| tokens[k].is(mark));
    if !tokens.get(i + 1).is_some_and(|t| t.is('<') && !t.spaced()) {
        return None;
    }
    let mut from = find(i + 2, '>')? + 1;
    let mut to = find(from, '<').filter(|&to| tokens.get(to + 1).is_some_and(|t| t.is('/')))?;
    let end = find(to, '>')? + 1;
    while from < to && is_emphasis(&tokens[from]) {
        from += 1;
    }
    while from < to && is_emphasis(&tokens[to - 1]) {
        to -= 1;
    }
    tokens.get(end).filter(|t| t.is(close) && from < to).map(|_| (from, to, end))
}

/// A sign with which Markdown sets words off.
fn is_emphasis(token: &Token) -> bool {
    matches!(token.mark(), '*' | '_')
}

/// Whether what follows the mark behind a name in straight marks is data, not words: `"name" : "value"`, `"count": 3`, "::=".
fn is_data(text: &str, mark: Token) -> bool {
    let (before, after) = text.split_at_checked(mark.span().start as usize).unwrap_or_default();
    let value = after.strip_prefix(':').unwrap_or("").trim_start();
    before.trim_end().ends_with('"')
        && value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '"' | '[' | '{' | ':' | '='))
}
