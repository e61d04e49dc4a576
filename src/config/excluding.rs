//! The files of a run without those that configurations exclude.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::rc::Rc;

use super::{Chosen, Patterns, read};
use crate::files::{self, FileKind, Files};
use crate::project::MAX_STEPS;
use crate::project::{self, CONFIG};
use crate::syntax::toml;
use crate::text::FileId;

/// Files of which a walk leaves out what is excluded. Here alone configurations add up: what one
/// excludes, another further down does not bring back. One that is broken excludes nothing, and
/// is reported where it is read for the rest of what it says.
pub struct Excluding<'f> {
    files: &'f dyn Files,
    chosen: &'f Chosen,
    /// What counts for a folder, the nearest first.
    known: RefCell<BTreeMap<String, Excluded>>,
}

/// The folders that patterns count from, and the patterns.
type Excluded = Rc<Vec<(String, Rc<Patterns>)>>;

impl<'f> Excluding<'f> {
    pub fn new(files: &'f dyn Files, chosen: &'f Chosen) -> Self {
        Self { files, chosen, known: RefCell::default() }
    }

    /// Whether a file or folder is excluded, or lies in what is.
    pub fn is_excluded(&self, path: &str) -> bool {
        self.excludes(path, &project::boundary(self.files, files::parent(path)))
    }

    fn excludes(&self, path: &str, top: &str) -> bool {
        let is_folder = || self.files.kind(path) == Some(FileKind::Folder);
        let excluded = self.of(files::parent(path), top);
        !excluded.is_empty() && {
            let is_folder = is_folder();
            excluded.iter().any(|(folder, it)| it.fit(folder, path, is_folder))
        }
    }

    fn of(&self, folder: &str, top: &str) -> Excluded {
        let mut steps = vec![folder.to_owned()];
        while steps.len() < MAX_STEPS && steps.last().is_some_and(|it| it != top) {
            let folder = steps.last().map_or(".", String::as_str);
            if self.known.borrow().contains_key(folder) {
                break;
            }
            steps.push(files::join(folder, ".."));
        }
        let mut excluded = Excluded::default();
        for folder in steps.into_iter().rev() {
            let known = self.known.borrow().get(&folder).cloned();
            excluded = known.unwrap_or_else(|| match self.said_in(&folder, top) {
                None => excluded,
                Some(it) => Rc::new([it].into_iter().chain(excluded.iter().cloned()).collect()),
            });
            self.known.borrow_mut().insert(folder, excluded.clone());
        }
        excluded
    }

    /// What the configuration in a folder excludes.
    fn said_in(&self, folder: &str, top: &str) -> Option<(String, Rc<Patterns>)> {
        let (path, from) = match self.chosen {
            Chosen::Nearest => (files::join(folder, CONFIG), folder),
            Chosen::File(path) if folder == top => (path.clone(), "."),
            Chosen::File(_) | Chosen::Draft(_) | Chosen::None => return None,
        };
        let is_nearest = matches!(self.chosen, Chosen::Nearest);
        if is_nearest && !self.files.is_inside(&path, top) {
            return None;
        }
        let text = String::from_utf8(self.files.read(&path).ok()?).ok()?;
        // Its places are never shown.
        let parsed = toml::parse(FileId(0), &text);
        let patterns = read::excluded(&parsed.tree)?;
        Some((from.to_owned(), Rc::new(patterns)))
    }
}

impl Files for Excluding<'_> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.read(path)
    }

    fn working_folder(&self) -> Option<String> {
        self.files.working_folder()
    }

    fn seen_from(&self, folder: &str, path: &str) -> String {
        self.files.seen_from(folder, path)
    }

    fn read_head(&self, path: &str, most: usize) -> io::Result<Vec<u8>> {
        self.files.read_head(path, most)
    }

    fn kind(&self, path: &str) -> Option<FileKind> {
        self.files.kind(path)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        self.files.list(folder)
    }

    fn is_inside(&self, path: &str, folder: &str) -> bool {
        self.files.is_inside(path, folder)
    }

    /// What is asked for is not left out, only what lies in it.
    fn walk(&self, folder: &str) -> Vec<String> {
        let top = project::boundary(self.files, folder);
        let mut files = self.files.walk(folder);
        let is_asked_for = folder != top && self.excludes(folder, &top);
        if !is_asked_for {
            files.retain(|it| !self.excludes(it, &top));
        }
        files
    }

    fn repository(&self, path: &str) -> Option<String> {
        self.files.repository(path)
    }

    fn named(&self, given: &str) -> String {
        self.files.named(given)
    }
}
