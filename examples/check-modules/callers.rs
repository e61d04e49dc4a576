//! What calls a module: cases of ours, and the module's own examples.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};

use wirelint::files;
use wirelint::syntax::hcl::{self, Block};
use wirelint::text::FileId;

use crate::checkout::{Checkout, MODULE, Repository};
use crate::described::{self, Described};
use crate::installed::{Entry, Registry, sources};

pub(crate) struct Caller<'d> {
    pub(crate) name: String,
    folder: PathBuf,
    /// Within the repository of the module; none for a case of ours.
    inside: Option<String>,
    /// The calls of modules that are described.
    pub(crate) calls: Vec<Call<'d>>,
}

pub(crate) struct Call<'d> {
    pub(crate) name: String,
    pub(crate) described: &'d Described,
    /// What it passes.
    pub(crate) inputs: BTreeSet<String>,
}

impl<'d> Caller<'d> {
    /// Those that fit a release: it declares what they pass.
    pub(crate) fn all(
        described: &[&'d Described],
        checkout: &Checkout,
        cases: &Path,
    ) -> Result<Vec<Self>, Box<dyn Error>> {
        let mut callers = Vec::new();
        for it in described {
            for folder in folders(&cases.join(&it.name)) {
                let name = format!("{}/{}", it.name, last(&folder));
                callers.push(Self { name, folder, inside: None, calls: Vec::new() });
            }
        }
        let module = checkout.root.join(MODULE);
        for parent in ["examples", "tests"] {
            for folder in folders(&module.join(parent)) {
                let inside = format!("{parent}/{}", last(&folder));
                let (name, inside) = (inside.clone(), Some(inside));
                callers.push(Self { name, folder, inside, calls: Vec::new() });
            }
        }
        let mut fitting = Vec::new();
        for mut it in callers {
            if it.find_calls(described, checkout)? {
                fitting.push(it);
            }
        }
        Ok(fitting)
    }

    /// Whether it calls modules that are described, and every one of them takes what it passes. A
    /// case of ours says by the bound of a `version` which releases come too early for it.
    fn find_calls(
        &mut self,
        described: &[&'d Described],
        checkout: &Checkout,
    ) -> Result<bool, Box<dyn Error>> {
        for (_, text) in sources(&self.folder)? {
            let body = hcl::parse(FileId(0), &text).tree;
            for block in body.blocks("module") {
                let Some(it) = self.called(block, described) else { continue };
                let real = checkout.variables(&it.folder)?;
                let attributes = block.body.attributes.iter().map(|it| it.name.text.as_str());
                let inputs = attributes.filter(|it| !META.contains(it));
                let inputs: BTreeSet<String> = inputs.map(str::to_owned).collect();
                let is_early = self.inside.is_none() && comes_before(&checkout.release, block);
                if is_early || inputs.iter().any(|it| !real.contains_key(it)) {
                    return Ok(false);
                }
                let name = block.labels[0].text.clone();
                self.calls.push(Call { name, described: it, inputs });
            }
        }
        Ok(!self.calls.is_empty())
    }

    fn called(&self, block: &Block, described: &[&'d Described]) -> Option<&'d Described> {
        let source = described::string(block, "source")?;
        let source = source.split('?').next().unwrap_or_default();
        let by_path = self.inside.as_ref().map(|it| files::join(it, source));
        described.iter().copied().find(|it| {
            let folder = match it.folder.as_str() {
                "" => String::new(),
                folder => format!("//{folder}"),
            };
            let local = if it.folder.is_empty() { "." } else { it.folder.as_str() };
            let git = source.strip_suffix(&folder).unwrap_or(source).trim_end_matches(".git");
            source == format!("{}{folder}", it.registry)
                || source.ends_with(&folder) && git.ends_with(&it.git)
                || source.starts_with('.') && by_path.as_deref() == Some(local)
        })
    }

    /// Puts it beside the module, with calls of exactly that release. With the module installed,
    /// or as if it were not. What else it calls is installed in both.
    pub(crate) fn write(
        &self,
        checkout: &Checkout,
        repositories: &[Repository],
        installed: bool,
    ) -> Result<String, Box<dyn Error>> {
        let kind = if installed { "installed" } else { "known" };
        let folder = format!("{kind}/{}", self.name);
        let target = checkout.root.join(&folder);
        let modules = target.join(".terraform/modules");
        std::fs::create_dir_all(&modules)?;
        let registry = Registry { repositories, root: &checkout.root };
        let mut entries = Vec::new();
        for (name, text) in sources(&self.folder)? {
            std::fs::write(target.join(name), self.pinned(&text, &checkout.release))?;
            let body = hcl::parse(FileId(0), &text).tree;
            for block in body.blocks("module").filter(|it| !it.labels.is_empty()) {
                let key = block.labels[0].text.clone();
                match self.calls.iter().find(|it| it.name == key) {
                    Some(call) if installed => {
                        let folder = files::join(MODULE, &call.described.folder);
                        entries.extend(registry.install_calls(&key, &folder)?);
                        entries.push(Entry { key, folder });
                    }
                    Some(_) => (),
                    None => entries.extend(registry.install(&key, block)?),
                }
            }
        }
        let up = "../".repeat(folder.split('/').count());
        let entries = entries.iter().map(|Entry { key, folder }| {
            format!("{{\"Key\": \"{key}\", \"Source\": \"\", \"Dir\": \"{up}{folder}\"}}")
        });
        let listed = entries.collect::<Vec<_>>().join(", ");
        std::fs::write(modules.join("modules.json"), format!("{{\"Modules\": [{listed}]}}"))?;
        Ok(folder)
    }

    /// A file with the calls of described modules made those of a release of the registry.
    fn pinned(&self, text: &str, release: &str) -> String {
        let body = hcl::parse(FileId(0), text).tree;
        let mut edits = Vec::new();
        for block in body.blocks("module") {
            let label = block.labels.first().map(|it| it.text.as_str());
            let call = self.calls.iter().find(|it| Some(it.name.as_str()) == label);
            let (Some(call), Some(source)) = (call, block.body.attribute("source")) else {
                continue;
            };
            let it = call.described;
            let folder = match it.folder.as_str() {
                "" => String::new(),
                folder => format!("//{folder}"),
            };
            let source_text = format!("\"{}{folder}\"\n  version = \"{release}\"", it.registry);
            edits.push((source.value.span.range(), source_text));
            if let Some(version) = block.body.attribute("version") {
                edits.push((version.name.span.to(version.value.span).range(), String::new()));
            }
        }
        edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        let mut text = text.to_owned();
        for (range, replacement) in edits {
            text.replace_range(range, &replacement);
        }
        text
    }
}

/// Whether a call asks for a later release, with `>=`.
fn comes_before(release: &str, call: &Block) -> bool {
    let version = described::string(call, "version").unwrap_or_default();
    let mut least = version.split(',').filter_map(|it| it.trim().strip_prefix(">= "));
    least.any(|it| described::release(release) < described::release(it))
}

const META: [&str; 6] = ["source", "version", "count", "for_each", "providers", "depends_on"];

/// The folders in a folder, sorted; none if there is no such folder.
fn folders(parent: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|it| it.path()).filter(|it| it.is_dir()).collect();
    folders.sort();
    folders
}

fn last(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
