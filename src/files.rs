//! Files, as everything here reads them.
//!
//! Paths are text with `/`, relative to the working directory where that is possible, and
//! normal: no `.`, no `x/..`. So that equal files have equal paths, and output is the same on any
//! machine. The working directory itself is `.`.

mod disk;
mod memory;
mod overlay;

#[cfg(test)]
pub(crate) mod golden;

pub use disk::Disk;
pub use memory::Memory;
pub use overlay::Overlay;

use std::io;

/// The only way to read a file or list a folder.
pub trait Files {
    /// The bytes of a regular file of at most [`MAX_FILE_SIZE`].
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// The first `most` bytes of a regular file of any size, or all if it has fewer.
    fn read_head(&self, path: &str, most: usize) -> io::Result<Vec<u8>>;

    /// What is there; none if nothing is. Symbolic links are followed.
    fn kind(&self, path: &str) -> Option<FileKind>;

    /// The names in a folder, sorted.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;

    /// Whether `path`, with symbolic links followed, lies in `folder` or is it.
    fn is_inside(&self, path: &str, folder: &str) -> bool;

    /// Every regular file below a folder, sorted, as ignore files leave them. Symbolic links are
    /// not followed; hidden files and folders, and those that tools fill, are left out.
    fn walk(&self, folder: &str) -> Vec<String>;

    /// The nearest folder that holds `path` and a `.git`; none outside a repository.
    fn repository(&self, path: &str) -> Option<String>;

    /// Where the working directory lies, seen from the top of its repository; none outside one.
    fn working_folder(&self) -> Option<String>;

    /// The normal form of a path as a person gave it.
    fn named(&self, given: &str) -> String {
        normalize(given)
    }

    /// The way from a folder to something else.
    fn seen_from(&self, folder: &str, path: &str) -> String {
        between(folder, path)
    }
}

/// The only way to write a file.
pub trait Store {
    /// Puts these bytes into a file, all or none; its folder is made if there is none. A file that
    /// was there keeps its permissions, and a symbolic link still leads to it.
    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Adds these bytes to the end of a file, which is made if there is none.
    fn append(&mut self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// How many bytes a file has; zero if there is none.
    fn size(&self, path: &str) -> io::Result<u64>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    File,
    Folder,
}

/// What no template comes near: CloudFormation takes 1 MB.
pub const MAX_FILE_SIZE: usize = 10 << 20;

/// A plan holds every resource several times over.
pub const MAX_PLAN_SIZE: usize = 256 << 20;

/// The error for a file larger than [`MAX_FILE_SIZE`].
pub fn too_large() -> io::Error {
    larger_than(MAX_FILE_SIZE)
}

/// The error for a file larger than may be read of it.
pub fn larger_than(most: usize) -> io::Error {
    let message = format!("larger than {} MiB", most >> 20);
    io::Error::new(io::ErrorKind::FileTooLarge, message)
}

fn not_regular() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")
}

/// Without `.`, `//` and `x/..`; leading `..` stay.
pub fn normalize(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => (),
            ".." => match parts.last() {
                Some(&last) if last != ".." => {
                    parts.pop();
                }
                // There is nothing above the root.
                _ if rooted => (),
                _ => parts.push(part),
            },
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (rooted, parts.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".into(),
        (false, false) => joined,
    }
}

/// What `relative` names in the folder `base`.
pub fn join(base: &str, relative: &str) -> String {
    if relative.starts_with('/') || base.is_empty() {
        return normalize(relative);
    }
    normalize(&format!("{base}/{relative}"))
}

/// The folder that a file lies in, by its normal path. For the folder above a folder, join `..`.
pub fn parent(path: &str) -> &str {
    match path.rfind('/') {
        None => ".",
        Some(0) => "/",
        Some(at) => &path[..at],
    }
}

/// The last part of a normal path.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What follows the last dot of the file's name, unless that begins the name.
pub fn extension(path: &str) -> Option<&str> {
    let (stem, extension) = file_name(path).rsplit_once('.')?;
    (!stem.is_empty()).then_some(extension)
}

/// The way from one folder to another, both with normal paths that begin at the same place.
pub fn between(from: &str, to: &str) -> String {
    let parts = |path: &str| -> Vec<String> {
        path.split('/').filter(|it| !it.is_empty() && *it != ".").map(Into::into).collect()
    };
    let (from, to) = (parts(from), parts(to));
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from[shared..].iter().map(|_| "..");
    normalize(&up.chain(to[shared..].iter().map(String::as_str)).collect::<Vec<_>>().join("/"))
}

/// The way from one folder to something else, both with absolute normal paths. As it is if there
/// is none: another drive of Windows.
fn relative(target: &str, from: &str) -> String {
    let parts = |path: &str| -> Vec<String> {
        path.split('/').filter(|it| !it.is_empty()).map(Into::into).collect()
    };
    let (to, from_parts) = (parts(target), parts(from));
    let shared = to.iter().zip(&from_parts).take_while(|(a, b)| a == b).count();
    if shared == 0 && !target.starts_with('/') {
        return target.into();
    }
    let up = from_parts[shared..].iter().map(|_| "..");
    let down = to[shared..].iter().map(String::as_str);
    normalize(&up.chain(down).collect::<Vec<_>>().join("/"))
}

/// Whether a folder is never entered on a walk: what tools put there is not the author's.
fn is_passed_over(parent: &str, name: &str) -> bool {
    match name {
        ".git" | ".terraform" | "node_modules" | "target" => true,
        // Copies of what the CDK deploys. The templates beside them are looked at.
        name => parent == "cdk.out" && name.starts_with("asset."),
    }
}

#[cfg(test)]
mod tests {
    use super::{extension, file_name, join, normalize, parent, relative};

    #[test]
    fn paths_become_normal() {
        for (given, normal) in [
            ("", "."),
            (".", "."),
            ("./", "."),
            ("./a//b/./c/", "a/b/c"),
            ("a/../b", "b"),
            ("a/..", "."),
            ("../a/../../b", "../../b"),
            ("/", "/"),
            ("/../a", "/a"),
            ("/a/../..", "/"),
        ] {
            assert_eq!(normalize(given), normal, "{given}");
        }
    }

    #[test]
    fn paths_are_joined_in_a_folder() {
        for (base, path, joined) in [
            (".", "a", "a"),
            ("", "a", "a"),
            ("a/b", "../c", "a/c"),
            ("a", "../../c", "../c"),
            ("..", "..", "../.."),
            ("a", "/etc", "/etc"),
            ("a", ".", "a"),
        ] {
            assert_eq!(join(base, path), joined, "{base} {path}");
        }
    }

    #[test]
    fn paths_come_apart() {
        assert_eq!(parent("a.tf"), ".");
        assert_eq!(parent("a/b/c.tf"), "a/b");
        assert_eq!(parent("/c.tf"), "/");
        assert_eq!(file_name("a/b.tf"), "b.tf");
        assert_eq!(extension("a.b/c.tf.json"), Some("json"));
        assert_eq!(extension("a.b/c"), None);
        assert_eq!(extension("a/.hidden"), None);
    }

    #[test]
    fn paths_become_relative() {
        for (target, from, path) in [
            ("/w/a/b", "/w", "a/b"),
            ("/w", "/w", "."),
            ("/", "/w/a", "../.."),
            ("/x/b", "/w/a", "../../x/b"),
            ("/wa", "/w", "../wa"),
            ("C:/w/a", "C:/w", "a"),
            ("D:/a", "C:/w", "D:/a"),
        ] {
            assert_eq!(relative(target, from), path, "{target} from {from}");
        }
    }
}
