//! Files that are only thought of, for tests.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::{FileKind, Files, MAX_FILE_SIZE, Store, normalize};

/// Files by path. It has the folders that its files lie in, and no links.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    pub fn new<P: AsRef<str>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        let mut memory = Self::default();
        for (path, bytes) in files {
            memory.add(path.as_ref(), bytes);
        }
        memory
    }

    pub fn add(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.files.insert(normalize(path), bytes.into());
    }

    fn get(&self, path: &str) -> io::Result<&[u8]> {
        match (self.files.get(&normalize(path)), self.kind(path)) {
            (Some(bytes), _) => Ok(bytes),
            (None, Some(_)) => Err(super::not_regular()),
            (None, None) => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// What comes after `folder/` in the path of every file below it.
    fn below<'m>(&'m self, folder: &str) -> impl Iterator<Item = &'m str> {
        let folder = normalize(folder);
        self.files.keys().filter_map(move |path| strip(path, &folder))
    }
}

impl Files for Memory {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let bytes = self.get(path)?;
        if bytes.len() > MAX_FILE_SIZE { Err(super::too_large()) } else { Ok(bytes.to_vec()) }
    }

    fn read_head(&self, path: &str, most: usize) -> io::Result<Vec<u8>> {
        let bytes = self.get(path)?;
        Ok(bytes[..bytes.len().min(most)].to_vec())
    }

    fn kind(&self, path: &str) -> Option<FileKind> {
        if self.files.contains_key(&normalize(path)) {
            return Some(FileKind::File);
        }
        let is_folder = normalize(path) == "." || self.below(path).next().is_some();
        is_folder.then_some(FileKind::Folder)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        if self.kind(folder) != Some(FileKind::Folder) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let first = |path: &str| path.split('/').next().unwrap_or(path).into();
        Ok(self.below(folder).map(first).collect::<BTreeSet<String>>().into_iter().collect())
    }

    fn is_inside(&self, path: &str, folder: &str) -> bool {
        let (path, folder) = (normalize(path), normalize(folder));
        self.kind(&path).is_some() && (path == folder || strip(&path, &folder).is_some())
    }

    fn walk(&self, folder: &str) -> Vec<String> {
        let shown = |path: &&str| {
            let folders: Vec<&str> = super::parent(path).split('/').collect();
            let hidden = path.split('/').any(|it| it.starts_with('.'));
            let passed_over = folders.iter().enumerate().any(|(at, name)| {
                let parent = at.checked_sub(1).map_or(super::file_name(folder), |it| folders[it]);
                super::is_passed_over(parent, name)
            });
            !hidden && !passed_over
        };
        self.below(folder).filter(shown).map(|it| super::join(folder, it)).collect()
    }

    fn repository(&self, path: &str) -> Option<String> {
        let mut folder = normalize(path);
        loop {
            if self.kind(&super::join(&folder, ".git")).is_some() {
                return Some(folder);
            }
            if folder == "." || folder == "/" || folder.starts_with("..") {
                return None;
            }
            folder = super::parent(&folder).into();
        }
    }

    fn working_folder(&self) -> Option<String> {
        self.repository(".")
    }
}

impl Store for Memory {
    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.add(path, bytes);
        Ok(())
    }

    fn append(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.files.entry(normalize(path)).or_default().extend(bytes);
        Ok(())
    }

    fn size(&self, path: &str) -> io::Result<u64> {
        Ok(self.files.get(&normalize(path)).map_or(0, |it| it.len() as u64))
    }
}

/// `path` as seen from `folder`, if it lies below it.
fn strip<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    match folder {
        "." => (!path.starts_with('/') && !path.starts_with("../")).then_some(path),
        folder => path.strip_prefix(folder)?.strip_prefix('/'),
    }
}

#[cfg(test)]
mod tests {
    use super::Memory;
    use crate::files::{FileKind, Files as _};

    #[test]
    fn memory_is_like_a_disk() {
        let files = Memory::new(
            ["b.yaml", "a/z.tf", "a/.terraform/x.tf", "cdk.out/asset.1/x.json", ".git/HEAD"]
                .map(|path| (path, path)),
        );
        assert_eq!(files.walk("."), ["a/z.tf", "b.yaml"]);
        assert_eq!(files.walk("a"), ["a/z.tf"]);
        assert_eq!(files.list("a").unwrap(), [".terraform", "z.tf"]);
        assert_eq!(files.kind("a"), Some(FileKind::Folder));
        assert_eq!(files.kind("./a/z.tf"), Some(FileKind::File));
        assert_eq!(files.kind("c"), None);
        assert_eq!(files.repository("a/z.tf").as_deref(), Some("."));
        assert!(files.is_inside("a/z.tf", "a") && !files.is_inside("b.yaml", "a"));
        assert_eq!(files.read_head("b.yaml", 2).unwrap(), b"b.");
        assert_eq!(files.read("a").unwrap_err().to_string(), "not a regular file");
    }
}
