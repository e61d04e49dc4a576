//! Who reads a file that is neither a template nor a part of a module by itself: the definition of
//! a state machine, or what a module decodes.

use std::collections::BTreeSet;

use super::{begins_like_a_template, is_template_name};
use crate::files::{self, Files};
use crate::tf::module;

/// How much of a file is looked at to see whom it names.
const GLANCE: usize = 1 << 20;

/// The templates and the sources of modules that name one of these files, and are not `named` in
/// the run themselves. They are looked for in the repository of the file: who has none, and names a
/// file in a large folder, does not mean all that lies there.
pub(super) fn owners(
    parts: &[String],
    named: &BTreeSet<String>,
    files: &dyn Files,
) -> BTreeSet<String> {
    let top = |it: &String| files.repository(files::parent(it));
    let tops: BTreeSet<String> = parts.iter().filter_map(top).collect();
    let names: BTreeSet<&str> = parts.iter().map(|it| files::file_name(it)).collect();
    let all = tops.iter().flat_map(|it| files.walk(it));
    all.filter(|path| !named.contains(path) && may_name(path, &names, files)).collect()
}

fn may_name(path: &str, names: &BTreeSet<&str>, files: &dyn Files) -> bool {
    let name = files::file_name(path);
    let is_source = module::is_source(name);
    let is_template = || is_template_name(name) && begins_like_a_template(files, path);
    if !(is_source || is_template()) {
        return false;
    }
    let Ok(head) = files.read_head(path, GLANCE) else { return false };
    let is_apart =
        |it: char| !(it.is_alphanumeric() || matches!(it, '.' | '-' | '_' | '+' | '@' | '~'));
    String::from_utf8_lossy(&head).split(is_apart).any(|it| names.contains(it))
}
