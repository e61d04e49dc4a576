//! Hashes of lines, by which GitHub tells the same alert in another run.
//!
//! They are those that `upload-sarif` would compute where a log has none: a rolling hash over the
//! first hundred characters from the start of the line on, blanks left out, and how many lines
//! before it had the same. Characters are UTF-16 code units, as that action is JavaScript. It warns
//! of every other value, and what reaches GitHub without it would have none at all.
//! <https://github.com/github/codeql-action/blob/main/src/fingerprints.ts>

use std::collections::BTreeMap;

use crate::text::{FileId, Sources, Span};

/// How many characters a hash is made of.
const WINDOW: usize = 100;
const FACTOR: u64 = 37;
const END: u16 = u16::MAX;

/// Of the files that were asked for, the hashes of all their lines.
pub(super) struct LineHashes<'s> {
    sources: &'s Sources,
    files: BTreeMap<FileId, Vec<String>>,
}

impl<'s> LineHashes<'s> {
    pub(super) fn new(sources: &'s Sources) -> Self {
        Self { sources, files: BTreeMap::new() }
    }

    /// Of the line on which a span starts.
    pub(super) fn of(&mut self, span: Span) -> Option<String> {
        let source = self.sources.get(span.file);
        let hashes = self.files.entry(span.file).or_insert_with(|| hashes(&source.text));
        hashes.get(source.line(span.start)).cloned()
    }
}

fn hashes(text: &str) -> Vec<String> {
    let last = FACTOR.wrapping_pow(WINDOW as u32);
    let mut window = [(0, false); WINDOW];
    let mut hash = 0u64;
    let mut seen: BTreeMap<u64, u32> = BTreeMap::new();
    let mut lines = Vec::new();
    // What fills the window behind the end stands for nothing and starts no line.
    let behind = std::iter::repeat_n((0, false), WINDOW);
    for (at, (unit, starts_line)) in units(text).chain(behind).enumerate() {
        let (gone, started_line) = std::mem::replace(&mut window[at % WINDOW], (unit, starts_line));
        if started_line {
            let count = seen.entry(hash).or_default();
            *count += 1;
            lines.push(format!("{hash:x}:{count}"));
        }
        let added = hash.wrapping_mul(FACTOR).wrapping_add(u64::from(unit));
        hash = added.wrapping_sub(last.wrapping_mul(u64::from(gone)));
    }
    lines
}

/// The characters that count, with whether a line starts with them; every line break is `\n`.
fn units(text: &str) -> impl Iterator<Item = (u16, bool)> {
    const RETURN: u16 = b'\r' as u16;
    const BREAK: u16 = b'\n' as u16;
    let mut after_return = false;
    let mut is_start = true;
    text.encode_utf16().chain([END]).filter_map(move |unit| {
        let is_blank = unit == u16::from(b' ') || unit == u16::from(b'\t');
        let is_second_half = after_return && unit == BREAK;
        after_return = unit == RETURN;
        if is_blank || is_second_half {
            return None;
        }
        let unit = if unit == RETURN { BREAK } else { unit };
        let starts_line = std::mem::replace(&mut is_start, unit == BREAK);
        Some((unit, starts_line))
    })
}

#[cfg(test)]
mod tests {
    use super::hashes;

    /// Expectations are those of the action's own tests.
    #[test]
    fn hashes_are_those_of_the_action() {
        assert_eq!(hashes(""), ["c129715d7a2bc9a3:1"]);
        assert_eq!(
            hashes(" a\nb\n  \t\tc\n d"),
            ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]
        );
        let greetings = [
            "e9496ae3ebfced30:1",
            "fb7c023a8b9ccb3f:1",
            "ce8ba1a563dcdaca:1",
            "e20e36e16fcb0cc8:1",
            "b3edc88f2938467e:1",
            "c8e28b0b4002a3a0:1",
            "c129715d7a2bc9a3:1",
        ];
        for text in [
            " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n",
            " hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r",
            " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n",
            " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n",
        ] {
            assert_eq!(hashes(text), greetings, "{text:?}");
        }
        assert_eq!(
            hashes(&"Lorem ipsum dolor sit amet.\n".repeat(10)),
            [
                "a7f2ff13bc495cf2:1",
                "a7f2ff13bc495cf2:2",
                "a7f2ff13bc495cf2:3",
                "a7f2ff13bc495cf2:4",
                "a7f2ff13bc495cf2:5",
                "a7f2ff13bc495cf2:6",
                "a7f2ff1481e87703:1",
                "a9cf91f7bbf1862b:1",
                "55ec222b86bcae53:1",
                "cc97dc7b1d7d8f7b:1",
                "c129715d7a2bc9a3:1",
            ]
        );
    }
}
