//! How large a log may become.

use std::cmp::Reverse;
use std::io::{self, Write};
use std::mem;

use super::log::{Level, SarifResult};

/// Leaves out of results what they can do without, and then the least severe, until all of them
/// have so many bytes, as they are written. Says what it left out.
pub(super) fn limit(results: &mut Vec<SarifResult<'_>>, most: usize) -> Option<String> {
    if sizes(results).iter().sum::<usize>() <= most {
        return None;
    }
    // They tell again what related locations do.
    results.iter_mut().for_each(|it| it.code_flows.clear());
    let sizes = sizes(results);
    if sizes.iter().sum::<usize>() <= most {
        return Some("Code flows are left out: this log would be too large.".to_owned());
    }
    let all = results.len();
    let mut by_severity: Vec<usize> = (0..all).collect();
    by_severity.sort_by_key(|it| Reverse(weight(&results[*it])));
    let mut size = 0;
    let mut kept = vec![false; all];
    for at in by_severity {
        size += sizes[at];
        if size > most {
            break;
        }
        kept[at] = true;
    }
    // Each stays in its place.
    *results =
        mem::take(results).into_iter().zip(&kept).filter(|it| *it.1).map(|it| it.0).collect();
    Some(format!(
        "Of {all} results only the {} most severe are here, without code flows: this log would be \
         too large.",
        results.len()
    ))
}

/// What is hidden counts least, then what is undecided.
fn weight(result: &SarifResult<'_>) -> (bool, u8) {
    let level = match result.level {
        Level::None => 0,
        Level::Note => 1,
        Level::Warning => 2,
        Level::Error => 3,
    };
    (result.suppressions.is_empty(), level)
}

/// As they are written, but for the indentation of the whole.
fn sizes(results: &[SarifResult<'_>]) -> Vec<usize> {
    let size = |it| {
        let mut bytes = Bytes(0);
        serde_json::to_writer_pretty(&mut bytes, it).expect("a result is JSON");
        bytes.0
    };
    results.iter().map(size).collect()
}

/// Counts what is written, and keeps nothing.
struct Bytes(usize);

impl Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
