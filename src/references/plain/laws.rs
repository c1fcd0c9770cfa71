//! Laws by their number, and the parts of them that are cited.

use super::{Plain, first};

impl Plain<'_> {
    /// "Pub. L. 93–415", with the parts of it that follow.
    pub(super) fn law(&self, at: usize) -> Option<usize> {
        let word = first(&[b"Public Laws", b"Public Law", b"Pub. L.", b"P.L."], self.rest(at))?;
        let mut p = self.space(at + word)?;
        if let Some(next) = self.word(p, b"No.") {
            p = next;
        }
        let congress = self.run(p, 3, u8::is_ascii_digit);
        let dash = self.dash(p + congress).filter(|_| congress > 0)?;
        let number = self.run(dash, 4, u8::is_ascii_digit);
        let end = dash + number;
        (number > 0).then(|| std::iter::successors(Some(end), |&end| self.part(end)).last().unwrap_or(end))
    }

    /// ", title II", ", § 1078(c)(1)": where the part ends that follows.
    fn part(&self, at: usize) -> Option<usize> {
        const WORDS: [&[u8]; 9] =
            [b"division", b"div.", b"subdiv.", b"title", b"subtitle", b"ch.", b"pt.", b"subch.", b"subpt."];
        let comma = self.rest(at).starts_with(b",");
        let p = self.space(at + 1).filter(|_| comma)?;
        if let Some(word) = first(&WORDS, self.rest(p)) {
            let label = self.space(p + word)?;
            let len = self.run(label, 8, u8::is_ascii_alphanumeric);
            return (len > 0).then_some(label + len);
        }
        let sign = first(&["§§".as_bytes(), "§".as_bytes()], self.rest(p))?;
        let mut p = self.spaces(p + sign);
        if self.rest(p).starts_with(b"[[") {
            p += 2;
        }
        let mut end = self.section(p)?;
        // ", 4271(a)(2)", but not ", 108 Stat. 3338".
        while self.at(end) == b','
            && let Some(next) = self.space(end + 1)
            && let digits @ 1.. = self.run(next, 5, u8::is_ascii_digit)
        {
            let next = self.brackets(next + digits);
            if self.at(self.spaces(next)).is_ascii_alphabetic() {
                break;
            }
            end = next;
        }
        Some(end)
    }

    /// "1078(c)(1)", "13031-2".
    fn section(&self, at: usize) -> Option<usize> {
        let len = self.run(at, 8, u8::is_ascii_alphanumeric);
        let mut end = at + len;
        while let Some(joint) = if self.at(end) == b'.' { Some(end + 1) } else { self.dash(end) }
            && let more @ 1.. = self.run(joint, 6, u8::is_ascii_alphanumeric)
        {
            end = joint + more;
        }
        (len > 0).then(|| self.brackets(end))
    }

    /// End of the labels in brackets from `at` on.
    fn brackets(&self, at: usize) -> usize {
        let mut end = at;
        while self.at(end) == b'('
            && let len @ 1.. = self.run(end + 1, 6, u8::is_ascii_alphanumeric)
            && self.at(end + 1 + len) == b')'
        {
            end += len + 2;
        }
        end
    }
}
