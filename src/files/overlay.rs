//! Files of which some are thought of as other than they are.

use std::collections::BTreeSet;
use std::io;

use super::{FileKind, Files, Memory};

/// Files that lie over others: each is there instead, or there is none.
#[derive(Clone)]
pub struct Overlay<'f> {
    below: &'f dyn Files,
    above: Memory,
    /// What is not there, whatever lies below.
    hidden: BTreeSet<String>,
}

impl<'f> Overlay<'f> {
    pub fn new(below: &'f dyn Files) -> Self {
        Self { below, above: Memory::default(), hidden: BTreeSet::new() }
    }

    /// Puts a file there, by its normal path.
    pub fn put(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.hidden.remove(path);
        self.above.add(path, bytes);
    }

    /// Takes a file away, by its normal path.
    pub fn hide(&mut self, path: &str) {
        self.hidden.insert(path.to_owned());
    }

    fn is_above(&self, path: &str) -> bool {
        self.above.kind(path) == Some(FileKind::File)
    }
}

impl Files for Overlay<'_> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        match path {
            path if self.hidden.contains(path) => Err(io::ErrorKind::NotFound.into()),
            path if self.is_above(path) => self.above.read(path),
            path => self.below.read(path),
        }
    }

    fn read_head(&self, path: &str, most: usize) -> io::Result<Vec<u8>> {
        match path {
            path if self.hidden.contains(path) => Err(io::ErrorKind::NotFound.into()),
            path if self.is_above(path) => self.above.read_head(path, most),
            path => self.below.read_head(path, most),
        }
    }

    fn kind(&self, path: &str) -> Option<FileKind> {
        if self.hidden.contains(path) {
            return None;
        }
        // The working directory is there without any file.
        let above = self.above.kind(path).filter(|it| *it == FileKind::File || path != ".");
        above.or_else(|| self.below.kind(path))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut names: BTreeSet<String> = match (self.below.list(folder), self.above.list(folder)) {
            (Ok(below), Ok(above)) => below.into_iter().chain(above).collect(),
            (Ok(names), Err(_)) | (Err(_), Ok(names)) => names.into_iter().collect(),
            (Err(error), Err(_)) => return Err(error),
        };
        names.retain(|it| !self.hidden.contains(&super::join(folder, it)));
        Ok(names.into_iter().collect())
    }

    fn is_inside(&self, path: &str, folder: &str) -> bool {
        self.below.is_inside(path, folder) || self.above.is_inside(path, folder)
    }

    fn walk(&self, folder: &str) -> Vec<String> {
        let mut paths: BTreeSet<String> = self.below.walk(folder).into_iter().collect();
        paths.extend(self.above.walk(folder));
        paths.retain(|it| !self.hidden.contains(it));
        paths.into_iter().collect()
    }

    fn repository(&self, path: &str) -> Option<String> {
        self.below.repository(path)
    }

    fn working_folder(&self) -> Option<String> {
        self.below.working_folder()
    }

    fn named(&self, given: &str) -> String {
        self.below.named(given)
    }

    fn seen_from(&self, folder: &str, path: &str) -> String {
        self.below.seen_from(folder, path)
    }
}

#[cfg(test)]
mod tests {
    use super::Overlay;
    use crate::files::{FileKind, Files as _, Memory};

    #[test]
    fn what_lies_above_counts() {
        let disk = Memory::new([("a/x.tf", "x"), ("a/y.tf", "y"), ("b.tf", "b")]);
        let mut files = Overlay::new(&disk);
        files.put("a/x.tf", "changed");
        files.put("old/z.tf", "was here");
        files.hide("a/y.tf");
        assert_eq!(files.walk("."), ["a/x.tf", "b.tf", "old/z.tf"]);
        assert_eq!(files.list("a").unwrap(), ["x.tf"]);
        assert_eq!(files.list(".").unwrap(), ["a", "b.tf", "old"]);
        assert_eq!(files.list("old").unwrap(), ["z.tf"]);
        assert_eq!(files.read("a/x.tf").unwrap(), b"changed");
        assert_eq!(files.read_head("a/x.tf", 2).unwrap(), b"ch");
        assert_eq!(files.read("b.tf").unwrap(), b"b");
        assert!(files.read("a/y.tf").is_err() && files.read_head("a/y.tf", 1).is_err());
        assert_eq!(files.kind("a/y.tf"), None);
        assert_eq!(files.kind("old"), Some(FileKind::Folder));
        assert_eq!(files.kind("."), Some(FileKind::Folder));
        assert!(files.is_inside("old/z.tf", "old") && files.is_inside("b.tf", "."));
        assert!(files.list("none").is_err());
        files.put("a/y.tf", "again");
        assert_eq!(files.read("a/y.tf").unwrap(), b"again");
    }
}
