//! What calls a module: cases of ours, and the module's own examples.

use std::error::Error;
use std::path::{Path, PathBuf};

use wirelint::files::{self, Disk};
use wirelint::reader::Reader;
use wirelint::syntax::hcl::{self, Block};
use wirelint::text::FileId;

use crate::checkout::{Checkout, MODULE};
use crate::described::{self, Described};

pub(crate) struct Caller<'d> {
    pub(crate) name: String,
    folder: PathBuf,
    /// Within the repository of the module; none for a case of ours.
    inside: Option<String>,
    /// The calls of modules that are described.
    pub(crate) calls: Vec<(String, &'d Described)>,
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

    /// Whether it calls modules that are described, and every one of them takes what it passes.
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
                let mut inputs = attributes.filter(|it| !META.contains(it));
                if inputs.any(|it| !real.contains_key(it)) {
                    return Ok(false);
                }
                self.calls.push((block.labels[0].text.clone(), it));
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
    /// or as if it were not.
    pub(crate) fn write(
        &self,
        checkout: &Checkout,
        installed: bool,
    ) -> Result<String, Box<dyn Error>> {
        let kind = if installed { "installed" } else { "known" };
        let folder = format!("{kind}/{}", self.name);
        let target = checkout.root.join(&folder);
        std::fs::create_dir_all(&target)?;
        for (name, text) in sources(&self.folder)? {
            std::fs::write(target.join(name), self.pinned(&text, &checkout.release))?;
        }
        if installed {
            let up = "../".repeat(folder.split('/').count());
            let entries = self.calls.iter().map(|(call, it)| {
                let path = format!("{up}{MODULE}/{}", it.folder);
                format!("{{\"Key\": \"{call}\", \"Source\": \"\", \"Dir\": \"{path}\"}}")
            });
            let entries: Vec<String> = entries.collect();
            let modules = target.join(".terraform/modules");
            std::fs::create_dir_all(&modules)?;
            let listed = format!("{{\"Modules\": [{}]}}", entries.join(", "));
            std::fs::write(modules.join("modules.json"), listed)?;
        }
        Ok(folder)
    }

    /// A file with the calls of described modules made those of a release of the registry.
    fn pinned(&self, text: &str, release: &str) -> String {
        let body = hcl::parse(FileId(0), text).tree;
        let mut edits = Vec::new();
        for block in body.blocks("module") {
            let label = block.labels.first().map(|it| it.text.as_str());
            let call = self.calls.iter().find(|(call, _)| Some(call.as_str()) == label);
            let (Some((_, it)), Some(source)) = (call, block.body.attribute("source")) else {
                continue;
            };
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

const META: [&str; 6] = ["source", "version", "count", "for_each", "providers", "depends_on"];

/// The source files of a folder, by their names.
fn sources(folder: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let disk = Disk::new(&folder.canonicalize()?);
    let reader = Reader::new(&disk);
    let paths = wirelint::tf::module::sources(&disk, ".");
    let read = |it: String| Ok((it.clone(), reader.text(reader.open(&it)?).to_string()));
    paths.into_iter().map(read).collect()
}

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
