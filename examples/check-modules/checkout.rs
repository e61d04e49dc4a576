//! One release of a module's repository, taken out of it.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use wirelint::files::Disk;
use wirelint::reader::Reader;
use wirelint::tf::module::Module;

pub(crate) struct Checkout {
    /// Holds the release in [`MODULE`], and callers and what they call beside it.
    pub(crate) root: PathBuf,
    pub(crate) release: String,
}

/// A clone or a mirror of a repository, with its tags.
pub(crate) struct Repository(pub(crate) PathBuf);

impl Repository {
    /// Whether it is that of an owner: both names stand in its path, one after the other, as
    /// `owner/name` or as `owner+name`.
    pub(crate) fn is(&self, owner: &str, name: &str) -> bool {
        let path = self.0.to_string_lossy();
        let words: Vec<&str> = path.split(['/', '+']).collect();
        let is_name = |it: &str| it.strip_suffix(".git").unwrap_or(it) == name;
        words.windows(2).any(|pair| pair[0] == owner && is_name(pair[1]))
    }

    /// Takes a release out of it.
    pub(crate) fn extract(&self, release: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
        std::fs::create_dir_all(folder)?;
        for tag in [format!("v{release}"), release.to_owned()] {
            let mut git = Command::new("git");
            let git = git.arg("-C").arg(&self.0).args(["archive", &format!("refs/tags/{tag}")]);
            let mut git = git.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
            let archive = git.stdout.take().ok_or("no output of git")?;
            let mut tar = Command::new("tar");
            let tar = tar.arg("-x").arg("-C").arg(folder).stdin(archive).stderr(Stdio::null());
            let is_whole = tar.status()?.success();
            if git.wait()?.success() && is_whole {
                return Ok(());
            }
        }
        Err(format!("{}: no release {release}", self.0.display()).into())
    }
}

/// Where the release lies.
pub(crate) const MODULE: &str = "module";

impl Checkout {
    pub(crate) fn at(
        repository: &Repository,
        release: &str,
        root: &Path,
    ) -> Result<Self, Box<dyn Error>> {
        repository.extract(release, &root.join(MODULE))?;
        Ok(Self { root: root.canonicalize()?, release: release.to_owned() })
    }

    /// The inputs of a module: for each, the text of its default.
    pub(crate) fn variables(
        &self,
        folder: &str,
    ) -> Result<BTreeMap<String, Option<String>>, Box<dyn Error>> {
        let files = Disk::new(&self.root);
        let reader = Reader::new(&files);
        let folder = [MODULE, folder].join("/");
        let module = Module::load(&reader, folder.trim_end_matches('/'));
        let module = module.ok_or_else(|| format!("no module {folder} in {}", self.release))?;
        let default = |name: &str| {
            let block = module.variables.get(name)?;
            Some(reader.slice(block.body.attribute("default")?.value.span))
        };
        Ok(module.variables.keys().map(|it| (it.clone(), default(it))).collect())
    }
}
