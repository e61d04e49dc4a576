//! What modules call from elsewhere, put where `terraform init` would find it.

use std::error::Error;
use std::path::Path;

use wirelint::files::{self, Disk};
use wirelint::reader::Reader;
use wirelint::syntax::hcl::{self, Block};
use wirelint::text::FileId;

use crate::checkout::Repository;
use crate::described;

/// Where modules can be had, and where they are put.
#[derive(Clone, Copy)]
pub(crate) struct Registry<'r> {
    pub(crate) repositories: &'r [Repository],
    /// Folders are told from here.
    pub(crate) root: &'r Path,
}

/// One line of `modules.json`.
pub(crate) struct Entry {
    /// The names of the calls that lead to it: `workers.this`.
    pub(crate) key: String,
    pub(crate) folder: String,
}

impl Registry<'_> {
    /// What the module in a folder calls, and what that calls.
    pub(crate) fn install_calls(
        &self,
        key: &str,
        folder: &str,
    ) -> Result<Vec<Entry>, Box<dyn Error>> {
        let mut entries = Vec::new();
        for (_, text) in sources(&self.root.join(folder))? {
            let body = hcl::parse(FileId(0), &text).tree;
            for block in body.blocks("module").filter(|it| !it.labels.is_empty()) {
                let key = format!("{key}.{}", block.labels[0].text);
                match described::string(block, "source").filter(|it| it.starts_with('.')) {
                    Some(local) => {
                        entries.extend(self.install_calls(&key, &files::join(folder, &local))?);
                    }
                    None => entries.extend(self.install(&key, block)?),
                }
            }
        }
        Ok(entries)
    }

    /// What one call names, with what that calls; nothing if its repository was not given, or if
    /// the call leaves open which release it wants.
    pub(crate) fn install(&self, key: &str, call: &Block) -> Result<Vec<Entry>, Box<dyn Error>> {
        let Some(Remote { owner, name, within, release }) = Remote::of(call) else {
            return Ok(Vec::new());
        };
        let Some(repository) = self.repositories.iter().find(|it| it.is(&owner, &name)) else {
            return Ok(Vec::new());
        };
        let folder = format!("called/{owner}/{name}/{release}");
        if !self.root.join(&folder).is_dir() {
            repository.extract(&release, &self.root.join(&folder))?;
        }
        let folder = files::join(&folder, &within);
        let mut entries = self.install_calls(key, &folder)?;
        entries.push(Entry { key: key.to_owned(), folder });
        Ok(entries)
    }
}

/// One release of a module in a repository.
struct Remote {
    owner: String,
    name: String,
    /// Where it lies in the repository.
    within: String,
    release: String,
}

impl Remote {
    fn of(call: &Block) -> Option<Self> {
        let source = described::string(call, "source").filter(|it| !it.starts_with('.'))?;
        let (address, query) = source.split_once('?').unwrap_or((&source, ""));
        let address = address.strip_prefix("git::").unwrap_or(address);
        let address = address.strip_prefix("https://").unwrap_or(address);
        let (repository, within) = address.split_once("//").unwrap_or((address, ""));
        let words: Vec<&str> = repository.trim_end_matches(".git").split('/').collect();
        let (owner, name) = match words.as_slice() {
            ["github.com", owner, name] => (owner, (*name).to_owned()),
            [owner, name, provider] => (owner, format!("terraform-{provider}-{name}")),
            _ => return None,
        };
        let version = described::string(call, "version");
        let tag = query.split('&').find_map(|it| it.strip_prefix("ref="));
        let release = version.or(tag.map(|it| it.trim_start_matches("tags/").to_owned()))?;
        let release = release.trim_start_matches(['=', ' ', 'v']);
        let is_one = release.chars().all(|it| it.is_ascii_digit() || it == '.');
        is_one.then(|| Self {
            owner: (*owner).to_owned(),
            name,
            within: within.to_owned(),
            release: release.to_owned(),
        })
    }
}

/// The source files of a folder, by their names.
pub(crate) fn sources(folder: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let disk = Disk::new(&folder.canonicalize()?);
    let reader = Reader::new(&disk);
    let paths = wirelint::tf::module::sources(&disk, ".");
    let read = |it: String| Ok((it.clone(), reader.text(reader.open(&it)?).to_string()));
    paths.into_iter().map(read).collect()
}
