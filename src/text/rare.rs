//! Bytes that running text seldom has, found 64 bytes at a time.

use super::classes::Classes;
use super::starts::within;

/// Calls `visit` with the place of every byte of `bytes[from..to]` that is no letter, digit or space of ASCII and none of its marks from `'` to
/// `;`, round brackets among them: in order.
#[inline]
pub fn rare_bytes(bytes: &[u8], from: usize, to: usize, mut visit: impl FnMut(usize)) {
    let (mut base, end) = (from, to.min(bytes.len()));
    while base < end {
        let mut mask = Classes::at(bytes, base).rare() & within(end - base);
        while mask != 0 {
            visit(base + mask.trailing_zeros() as usize);
            mask &= mask - 1;
        }
        base += 64;
    }
}

#[cfg(test)]
mod tests {
    use super::rare_bytes;

    #[test]
    fn what_is_rare_is_found_wherever_it_stands() {
        let text = "(a) the “fee” of 5; [b]\u{1}\n\t{c} & 'd' <e>, x_y! 10% §".repeat(4);
        let common = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'\''..=b';');
        for from in 0..70 {
            let bytes = &text.as_bytes()[from..];
            let mut found = Vec::new();
            let to = bytes.len() - from;
            rare_bytes(bytes, from, to, |at| found.push(at));
            let wanted: Vec<usize> = (from..to).filter(|&i| !common(&bytes[i])).collect();
            assert_eq!(found, wanted, "{from}");
        }
    }
}
