//! The real thing.

#![expect(clippy::disallowed_methods, reason = "this is what `Files` stands for")]

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::{FileKind, Files, MAX_FILE_SIZE, Store, normalize, relative};

/// The files of this machine, seen from a working directory.
#[derive(Clone, Debug)]
pub struct Disk {
    /// Absolute and normal.
    root: PathBuf,
}

impl Disk {
    /// Seen from the process's working directory.
    pub fn here() -> io::Result<Self> {
        Ok(Self::new(&std::env::current_dir()?))
    }

    /// Seen from `root`, which is absolute.
    pub fn new(root: &Path) -> Self {
        Self { root: normalize(&slashed(root)).into() }
    }

    /// The working directory, absolute.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    fn absolute(&self, path: &str) -> PathBuf {
        normalize(&slashed(&self.root.join(path))).into()
    }

    fn open(&self, path: &str) -> io::Result<File> {
        let path = self.absolute(path);
        // Asked before it is opened: opening a named pipe waits for a writer.
        if !fs::metadata(&path)?.is_file() {
            return Err(super::not_regular());
        }
        File::open(path)
    }
}

impl Files for Disk {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let bytes = read_at_most(self.open(path)?, MAX_FILE_SIZE + 1)?;
        if bytes.len() > MAX_FILE_SIZE { Err(super::too_large()) } else { Ok(bytes) }
    }

    fn read_head(&self, path: &str, most: usize) -> io::Result<Vec<u8>> {
        read_at_most(self.open(path)?, most)
    }

    fn kind(&self, path: &str) -> Option<FileKind> {
        let metadata = fs::metadata(self.absolute(path)).ok()?;
        Some(if metadata.is_dir() { FileKind::Folder } else { FileKind::File })
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.absolute(folder))? {
            names.extend(entry?.file_name().into_string());
        }
        names.sort_unstable();
        Ok(names)
    }

    fn is_inside(&self, path: &str, folder: &str) -> bool {
        let real = |path: &str| fs::canonicalize(self.absolute(path));
        match (real(path), real(folder)) {
            (Ok(path), Ok(folder)) => path.starts_with(folder),
            _ => false,
        }
    }

    fn walk(&self, folder: &str) -> Vec<String> {
        let top = self.absolute(folder);
        let mut walk = WalkBuilder::new(&top);
        // What is left out depends on the repository alone, not on who looks at it.
        walk.git_global(false);
        walk.filter_entry(|entry| {
            let is_folder = entry.file_type().is_some_and(|it| it.is_dir());
            let parent = entry.path().parent().and_then(Path::file_name).unwrap_or_default();
            let name = entry.file_name().to_string_lossy();
            entry.depth() == 0
                || !is_folder
                || !super::is_passed_over(&parent.to_string_lossy(), &name)
        });
        let mut files: Vec<String> = walk
            .build()
            .filter_map(Result::ok)
            .filter(|it| it.file_type().is_some_and(|it| it.is_file()))
            .filter_map(|it| {
                let below = it.path().strip_prefix(&top).ok()?;
                // A name that is no text cannot be shown, and no tool writes such.
                below.to_str()?;
                Some(super::join(folder, &slashed(below)))
            })
            .collect();
        files.sort_unstable();
        files
    }

    fn repository(&self, path: &str) -> Option<String> {
        let path = self.absolute(path);
        // In a linked worktree `.git` is a file.
        let root = path.ancestors().find(|it| it.join(".git").exists())?;
        Some(relative(&slashed(root), &slashed(&self.root)))
    }

    fn working_folder(&self) -> Option<String> {
        let top = self.root.ancestors().find(|it| it.join(".git").exists())?;
        Some(normalize(&slashed(self.root.strip_prefix(top).ok()?)))
    }

    fn named(&self, given: &str) -> String {
        let path = Path::new(given);
        if !path.is_absolute() {
            return normalize(&slashed(path));
        }
        let path = relative(&normalize(&slashed(path)), &slashed(&self.root));
        if !path.starts_with("..") {
            return path;
        }
        // The working directory may have a second name, as `/tmp` has on macOS.
        match (fs::canonicalize(given), fs::canonicalize(&self.root)) {
            (Ok(real), Ok(root)) => {
                real.strip_prefix(root).map_or(path, |it| normalize(&slashed(it)))
            }
            _ => path,
        }
    }

    fn seen_from(&self, folder: &str, path: &str) -> String {
        relative(&slashed(&self.absolute(path)), &slashed(&self.absolute(folder)))
    }
}

impl Store for Disk {
    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.absolute(path);
        // A link is left as it is.
        let path = fs::canonicalize(&path).unwrap_or(path);
        let known = fs::metadata(&path).ok();
        // A pipe or a device is written to, never replaced.
        if known.as_ref().is_some_and(|it| !it.is_file()) {
            return fs::write(path, bytes);
        }
        // What is put in its place would not be asked.
        if known.as_ref().is_some_and(|it| it.permissions().readonly()) {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
        }
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let draft = folder.join(format!(".{name}.{}.tmp", std::process::id()));
        let written = replace(&draft, &path, bytes, known.map(|it| it.permissions()));
        if written.is_err() {
            // What is wrong has been said already.
            let _left = fs::remove_file(&draft);
        }
        written
    }

    fn append(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        File::options().append(true).create(true).open(self.absolute(path))?.write_all(bytes)
    }

    fn size(&self, path: &str) -> io::Result<u64> {
        match fs::metadata(self.absolute(path)) {
            Ok(it) => Ok(it.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }
}

/// Writes beside a file, then puts that in its place, so that nobody sees half of it.
fn replace(
    draft: &Path,
    path: &Path,
    bytes: &[u8],
    permissions: Option<fs::Permissions>,
) -> io::Result<()> {
    let mut file = File::create_new(draft)?;
    file.write_all(bytes)?;
    if let Some(it) = permissions {
        file.set_permissions(it)?;
    }
    drop(file);
    fs::rename(draft, path)
}

fn read_at_most(file: File, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::Disk;
    use crate::files::{FileKind, Files as _, MAX_FILE_SIZE, Store as _};

    /// A folder that is gone when the test is over.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str, files: &[(&str, &str)]) -> Self {
            let folder =
                std::env::temp_dir().join(format!("wirelint-{}-{name}", std::process::id()));
            for (path, text) in files {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            Self(folder)
        }

        fn disk(&self, folder: &str) -> Disk {
            Disk::new(&self.0.join(folder))
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _gone = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_walk_leaves_out_what_people_expect() {
        let scratch = Scratch::new(
            "walk",
            &[
                (".git/HEAD", ""),
                (".git/info/exclude", "excluded.yaml\n"),
                (".gitignore", "/out/\n*.log\n"),
                (".ignore", "private\n"),
                ("b.yaml", ""),
                ("a/z.tf", ""),
                ("a/deep/y.tf", ""),
                ("excluded.yaml", ""),
                ("out/x.yaml", ""),
                ("x.log", ""),
                ("private/x.yaml", ""),
                (".github/workflows/ci.yaml", ""),
                ("a/.terraform/modules/m/x.tf", ""),
                ("node_modules/p/x.json", ""),
                ("target/x.json", ""),
                ("cdk.out/s.template.json", ""),
                ("cdk.out/asset.1/x.json", ""),
            ],
        );
        let disk = scratch.disk(".");
        let found = disk.walk(".");
        assert_eq!(found, ["a/deep/y.tf", "a/z.tf", "b.yaml", "cdk.out/s.template.json"]);
        assert_eq!(disk.walk("out"), ["out/x.yaml"], "what is named is not filtered");
        assert_eq!(disk.walk("target"), ["target/x.json"]);
        let below = scratch.disk("a/deep");
        assert_eq!(below.walk(".."), ["../deep/y.tf", "../z.tf"]);
        assert_eq!(below.repository("y.tf").as_deref(), Some("../.."));
        assert_eq!(below.working_folder().as_deref(), Some("a/deep"));
        assert_eq!(disk.working_folder().as_deref(), Some("."));
        assert_eq!(below.named(&scratch.0.join("b.yaml").to_string_lossy()), "../../b.yaml");
        assert_eq!(disk.named(&scratch.0.join("a/z.tf").to_string_lossy()), "a/z.tf");
        assert_eq!(below.seen_from("../..", "y.tf"), "a/deep/y.tf");
        assert_eq!(below.seen_from(".", "../../a/deep/y.tf"), "y.tf");
    }

    #[test]
    fn a_file_is_read_up_to_a_size() {
        let scratch = Scratch::new("size", &[("small", "text")]);
        fs::write(scratch.0.join("large"), vec![b' '; MAX_FILE_SIZE + 1]).unwrap();
        let disk = scratch.disk(".");
        assert_eq!(disk.read("small").unwrap(), b"text");
        assert_eq!(disk.read_head("large", 2).unwrap(), b"  ");
        assert_eq!(disk.read("large").unwrap_err().to_string(), "larger than 10 MiB");
        assert_eq!(disk.read(".").unwrap_err().to_string(), "not a regular file");
        assert_eq!(disk.kind("."), Some(FileKind::Folder));
        assert_eq!(disk.kind("small"), Some(FileKind::File));
        assert_eq!(disk.kind("none"), None);
        assert_eq!(disk.list(".").unwrap(), ["large", "small"]);
    }

    #[test]
    fn a_file_is_written_whole() {
        let scratch = Scratch::new("written", &[("a/old", "before, and longer")]);
        let mut disk = scratch.disk("a");
        disk.write("old", b"after").unwrap();
        disk.write("../new", b"").unwrap();
        assert_eq!(disk.read("old").unwrap(), b"after");
        assert_eq!(disk.list("..").unwrap(), ["a", "new"]);
        assert_eq!(disk.list(".").unwrap(), ["old"], "nothing is left beside it");
        disk.write("made/for/x", b"it").unwrap();
        assert_eq!(disk.read("made/for/x").unwrap(), b"it");
        assert!(disk.write("old/x", b"").is_err(), "a file is no folder");
    }

    #[test]
    fn a_file_grows_at_its_end() {
        let scratch = Scratch::new("grows", &[("old", "before")]);
        let mut disk = scratch.disk(".");
        assert_eq!(disk.size("old").unwrap(), 6);
        disk.append("old", b", after").unwrap();
        assert_eq!(disk.read("old").unwrap(), b"before, after");
        assert_eq!(disk.size("new").unwrap(), 0);
        disk.append("new", b"x").unwrap();
        assert_eq!(disk.size("new").unwrap(), 1);
        assert!(disk.append("none/x", b"").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_written_file_stays_what_it_was() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};

        let scratch = Scratch::new("stays", &[("real", "")]);
        let real = scratch.0.join("real");
        fs::set_permissions(&real, fs::Permissions::from_mode(0o751)).unwrap();
        symlink("real", scratch.0.join("link")).unwrap();
        scratch.disk(".").write("link", b"text").unwrap();
        assert_eq!(fs::read(&real).unwrap(), b"text");
        assert!(scratch.0.join("link").is_symlink());
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o751);
        fs::set_permissions(&real, fs::Permissions::from_mode(0o440)).unwrap();
        let refused = scratch.disk(".").write("link", b"other").unwrap_err();
        assert_eq!(refused.to_string(), "it is read-only");
        assert_eq!(fs::read(&real).unwrap(), b"text");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_pipes_are_safe() {
        use std::os::unix::fs::symlink;

        let scratch = Scratch::new("links", &[("in/a.tf", ""), ("out/b.tf", "")]);
        symlink("..", scratch.0.join("in/loop")).unwrap();
        symlink("../out/b.tf", scratch.0.join("in/b.tf")).unwrap();
        let made = std::process::Command::new("mkfifo").arg(scratch.0.join("in/pipe")).status();
        let disk = scratch.disk(".");
        assert_eq!(disk.walk("in"), ["in/a.tf"]);
        assert!(disk.is_inside("in/a.tf", "in"));
        assert!(disk.is_inside("in", "in"));
        assert!(!disk.is_inside("in/b.tf", "in"), "links are followed");
        assert!(!disk.is_inside("in/none", "in"));
        if made.is_ok_and(|it| it.success()) {
            assert_eq!(disk.read("in/pipe").unwrap_err().to_string(), "not a regular file");
            assert!(disk.read_head("in/pipe", 1).is_err());
        }
    }
}
