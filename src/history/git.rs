//! History as git tells it.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use super::{Changed, Error, History};
use crate::files::{Disk, Files as _, MAX_FILE_SIZE};

/// The repository that holds the working directory.
#[derive(Clone, Debug)]
pub struct Git {
    disk: Disk,
}

/// How much of what was there before is read. Files beyond that count as new.
const MAX_BEFORE: usize = 256 << 20;

/// A file that git says is not as it was.
struct Entry {
    path: String,
    /// The name of its content before; none if it was no regular file.
    before: Option<String>,
}

impl Git {
    pub fn new(disk: Disk) -> Self {
        Self { disk }
    }

    fn run(&self, folder: &Path, args: &[&str]) -> Result<Output, Error> {
        self.command(folder, args).output().map_err(no_git)
    }

    fn command(&self, folder: &Path, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        // What a hook of git's sets would name another repository than the folder does.
        command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_PREFIX");
        command.arg("-C").arg(folder).args(["--no-pager", "-c", "core.quotePath=false"]).args(args);
        command
    }

    fn text(&self, folder: &Path, args: &[&str]) -> Result<Option<String>, Error> {
        let output = self.run(folder, args)?;
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok(output.status.success().then_some(text).filter(|it| !it.is_empty()))
    }

    fn bytes(&self, folder: &Path, args: &[&str]) -> Result<Vec<u8>, Error> {
        let output = self.run(folder, args)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(Error::Git(format!("git {}: {}", args[0], said.trim())))
    }

    /// What these contents say, as far as they are not too large.
    fn contents(&self, top: &Path, names: &[&str]) -> Result<BTreeMap<String, Vec<u8>>, Error> {
        let asked = self.fed(top, &["cat-file", "--batch-check"], names)?;
        let mut sum = 0;
        let mut wanted = Vec::new();
        for line in String::from_utf8_lossy(&asked).lines() {
            let [name, "blob", size] = line.split(' ').collect::<Vec<_>>()[..] else { continue };
            let size = size.parse().unwrap_or(usize::MAX);
            if size <= MAX_FILE_SIZE && sum + size <= MAX_BEFORE {
                sum += size;
                wanted.push(name.to_owned());
            }
        }
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        let said = self.fed(top, &["cat-file", "--batch"], &wanted)?;
        Ok(blobs(&said))
    }

    /// Runs git with lines for it to read.
    fn fed(&self, folder: &Path, args: &[&str], lines: &[&str]) -> Result<Vec<u8>, Error> {
        let mut command = self.command(folder, args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(no_git)?;
        let text = lines.iter().map(|it| format!("{it}\n")).collect::<String>();
        let stdin = child.stdin.take();
        // Written beside, because git answers before it has read everything.
        let writer = thread::spawn(move || -> io::Result<()> {
            stdin.map_or(Ok(()), |mut it| it.write_all(text.as_bytes()))
        });
        let output = child.wait_with_output().map_err(no_git)?;
        match writer.join() {
            Ok(Ok(())) if output.status.success() => Ok(output.stdout),
            _ => Err(Error::Git(format!("git {} failed", args[0]))),
        }
    }
}

impl History for Git {
    fn since(&self, revision: &str) -> Result<Vec<Changed>, Error> {
        let top = self.text(self.disk.root(), &["rev-parse", "--show-toplevel"])?;
        let top = PathBuf::from(top.ok_or(Error::NoRepository)?);
        let commit = format!("{revision}^{{commit}}");
        let verify = ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit];
        let Some(commit) = self.text(&top, &verify)? else {
            return Err(Error::NoRevision(revision.to_owned()));
        };
        // What happened there since this branch left is not this branch's change.
        let base = self.text(&top, &["merge-base", &commit, "HEAD"])?.unwrap_or(commit);

        let diff = ["diff", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff"];
        let diff = [diff.as_slice(), &["--ignore-submodules", &base, "--"]].concat();
        let mut entries = raw(&self.bytes(&top, &diff)?);
        let others = self.bytes(&top, &["ls-files", "-z", "--others", "--exclude-standard"])?;
        entries.extend(fields(&others).map(|path| Entry { path, before: None }));

        let names: Vec<&str> = entries.iter().filter_map(|it| it.before.as_deref()).collect();
        let contents =
            if names.is_empty() { BTreeMap::new() } else { self.contents(&top, &names)? };
        let changed = |it: Entry| Changed {
            path: self.disk.named(&top.join(it.path).to_string_lossy()),
            before: it.before.and_then(|name| contents.get(&name).cloned()),
        };
        Ok(entries.into_iter().map(changed).collect())
    }
}

fn no_git(error: io::Error) -> Error {
    Error::Git(match error.kind() {
        io::ErrorKind::NotFound => "git is not installed".to_owned(),
        _ => format!("cannot run git: {error}"),
    })
}

/// Texts that each end in a zero byte.
fn fields(text: &[u8]) -> impl Iterator<Item = String> {
    let parts = text.split(|it| *it == 0).filter(|it| !it.is_empty());
    parts.map(|it| String::from_utf8_lossy(it).into_owned())
}

/// `:100644 100644 NAME NAME M`, a zero byte, the path, a zero byte.
fn raw(text: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut fields = fields(text);
    while let (Some(head), Some(path)) = (fields.next(), fields.next()) {
        let head: Vec<&str> = head.trim_start_matches(':').split(' ').collect();
        let [before, now, name, ..] = head[..] else { continue };
        let is_file = |mode: &str| mode.starts_with("100");
        // Links and submodules are nothing that is read here.
        if is_file(before) || is_file(now) {
            entries.push(Entry { path, before: is_file(before).then(|| name.to_owned()) });
        }
    }
    entries
}

/// `NAME blob SIZE`, a line break, that many bytes, a line break.
fn blobs(text: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut blobs = BTreeMap::new();
    let mut rest = text;
    while let Some(end) = rest.iter().position(|it| *it == b'\n') {
        let head = String::from_utf8_lossy(&rest[..end]).into_owned();
        let [name, "blob", size] = head.split(' ').collect::<Vec<_>>()[..] else { break };
        let size: usize = size.parse().unwrap_or_default();
        let Some(bytes) = rest.get(end + 1..end + 1 + size) else { break };
        blobs.insert(name.to_owned(), bytes.to_vec());
        rest = rest.get(end + 2 + size..).unwrap_or_default();
    }
    blobs
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "tests make a repository")]

    use std::fs;
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use super::{Changed, Error, Git, History as _, blobs, raw};
    use crate::files::Disk;

    /// A repository that is gone when the test is over.
    struct Repository(PathBuf);

    impl Repository {
        fn new() -> Self {
            let folder = std::env::temp_dir().join(format!("wirelint-{}-git", std::process::id()));
            fs::create_dir_all(folder.join("a")).unwrap();
            let repository = Self(folder);
            repository.git(&["init", "--quiet", "--initial-branch", "main"]);
            repository
        }

        fn git(&self, args: &[&str]) {
            let mut git = Command::new("git");
            git.env("GIT_CONFIG_GLOBAL", self.0.join("none")).env("GIT_CONFIG_NOSYSTEM", "1");
            git.env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE").arg("-C").arg(&self.0);
            git.args(["-c", "user.name=t", "-c", "user.email=t@example.com"]).args(args);
            assert!(git.status().expect("git is there").success(), "{args:?}");
        }

        fn write(&self, path: &str, text: &str) {
            fs::write(self.0.join(path), text).unwrap();
        }

        fn commit(&self) {
            self.git(&["add", "--all"]);
            self.git(&["commit", "--quiet", "--message", "as it stands"]);
        }

        fn since(&self, folder: &str, revision: &str) -> Result<Vec<Changed>, Error> {
            let mut changed = Git::new(Disk::new(&self.0.join(folder))).since(revision)?;
            changed.sort_by(|a, b| a.path.cmp(&b.path));
            Ok(changed)
        }
    }

    impl Drop for Repository {
        fn drop(&mut self) {
            let _gone = fs::remove_dir_all(&self.0);
        }
    }

    fn changed(path: &str, before: Option<&str>) -> Changed {
        Changed { path: path.into(), before: before.map(|it| it.as_bytes().to_vec()) }
    }

    #[test]
    fn what_changed_on_this_branch_is_told() {
        let it = Repository::new();
        for (path, text) in [("a/x.tf", "x\n"), ("a/ü \".tf", "ü\n"), ("gone.tf", ""), ("same", "")]
        {
            it.write(path, text);
        }
        it.commit();
        assert_eq!(it.since(".", "main"), Ok(vec![]));
        it.git(&["checkout", "--quiet", "-b", "feature"]);
        it.write("a/x.tf", "y\n");
        it.commit();
        it.git(&["checkout", "--quiet", "main"]);
        it.write("same", "changed on main\n");
        it.commit();
        it.git(&["checkout", "--quiet", "feature"]);
        it.write("a/ü \".tf", "not committed\n");
        it.write("new.tf", "");
        it.write("ignored.tf", "");
        it.write(".gitignore", "ignored.tf\n");
        fs::remove_file(it.0.join("gone.tf")).unwrap();
        let all = [
            changed(".gitignore", None),
            changed("a/x.tf", Some("x\n")),
            changed("a/ü \".tf", Some("ü\n")),
            changed("gone.tf", Some("")),
            changed("new.tf", None),
        ];
        assert_eq!(it.since(".", "main").unwrap(), all);
        let from_a: Vec<String> =
            it.since("a", "main").unwrap().into_iter().map(|it| it.path).collect();
        assert_eq!(from_a, ["../.gitignore", "../gone.tf", "../new.tf", "x.tf", "ü \".tf"]);
        let none = Err(Error::NoRevision("--output=x".into()));
        assert_eq!(it.since(".", "--output=x"), none);
    }

    #[test]
    fn outside_a_repository_nothing_is_known() {
        assert_eq!(Git::new(Disk::new(Path::new("/"))).since("main"), Err(Error::NoRepository));
    }

    #[test]
    fn what_git_does_not_say_is_not_made_up() {
        assert!(raw(b"").is_empty() && raw(b"x\0").is_empty() && raw(b":1 2\0path\0").is_empty());
        assert!(blobs(b"abc missing\n").is_empty() && blobs(b"abc blob 9\nshort").is_empty());
        assert_eq!(blobs(b"abc blob 2\nx\n\nd blob 0\n\n").len(), 2);
    }
}
