//! Modules that are known by their inputs when they are not installed.
//!
//! A *description* is a module reduced to what rules read, in a file of its own: its inputs with
//! their defaults, and its resources under their real addresses. It is evaluated like any module.
//! A block says with `releases` for which releases of the module it holds.
//!
//! Which release a call uses, its `version` or the revision of its source says, and the arguments
//! that it passes: a release refuses those that it does not declare. What differs between the
//! releases that are left is not known. An input that a release does not have is as its default.

mod release;
mod source;
#[cfg(test)]
pub(crate) mod tests;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::files;
use crate::graph::foreign::Description;
use crate::reader::Reader;
use crate::syntax::hcl::{self, Block, Body, Expr, ExprKind};
use crate::text::{self, FileId};
use crate::tf::module::{Declared, Module};
use crate::tf::names::is_meta;
use crate::value::{Type, Value, Why};
use release::{Constraint, Release, Span};

/// Every description. A new one is a file here, and a line.
const DESCRIPTIONS: &[&str] = &[
    include_str!("known/cloudposse_ec2_autoscale_group.hcl"),
    include_str!("known/cloudposse_eks_node_group.hcl"),
    include_str!("known/cloudposse_eks_workers.hcl"),
    include_str!("known/cloudposse_emr_cluster.hcl"),
    include_str!("known/eks.hcl"),
    include_str!("known/eks_fargate.hcl"),
    include_str!("known/eks_fargate_profile.hcl"),
    include_str!("known/eks_karpenter.hcl"),
    include_str!("known/eks_managed_node_group.hcl"),
    include_str!("known/eks_node_groups.hcl"),
    include_str!("known/eks_self_managed_node_group.hcl"),
    include_str!("known/emr.hcl"),
    include_str!("known/emr_serverless.hcl"),
    include_str!("known/emr_studio.hcl"),
    include_str!("known/emr_virtual_cluster.hcl"),
];

/// The argument of a block in a description that says when it holds.
const RELEASES: &str = "releases";

/// The descriptions that a run has met.
#[derive(Default)]
pub(super) struct Known {
    descriptions: [OnceCell<Option<Arc<Described>>>; DESCRIPTIONS.len()],
    modules: RefCell<HashMap<Settled, Arc<Module>>>,
}

/// A description, and the releases that it is read for.
type Settled = (FileId, Choice);

/// One description, read.
#[derive(Debug)]
pub(super) struct Described {
    registry: String,
    git: String,
    folder: String,
    file: FileId,
    body: Body,
    /// The spans of releases in which nothing changes, oldest first.
    spans: Vec<Span>,
    told: Arc<Description>,
}

/// The releases of a module that a call may use.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Choice {
    constraint: Constraint,
    /// Oldest first; at least one.
    spans: Vec<Span>,
}

/// How a module came to be known.
#[derive(Debug)]
pub(super) struct Origin {
    described: Arc<Described>,
    choice: Choice,
    /// What differs between the releases that a call may use: `var.x`, `aws_vpc.this`.
    pub(super) unsettled: BTreeSet<String>,
    /// The inputs that none of these releases has.
    pub(super) lacking: BTreeSet<String>,
}

/// Why a module that is described is not known.
pub(super) enum Unknown {
    /// There is no description of it.
    NotDescribed,
    /// Which release it is, in words to stand after "needs".
    NoRelease(String),
}

impl Known {
    /// What is known of the module that a call names.
    pub(super) fn find(
        &self,
        reader: &Reader<'_>,
        call: &Declared,
    ) -> Result<Arc<Module>, Unknown> {
        let source = call.source().and_then(|(it, _)| source::parse(it));
        let source = source.ok_or(Unknown::NotDescribed)?;
        let described = self.described(reader, &source.repository, |it| {
            (it.registry == source.repository || it.git == source.repository)
                && it.folder == source.folder
        });
        let described = described.ok_or(Unknown::NotDescribed)?;
        let constraint = match (&source.revision, call.block.body.attribute("version")) {
            (Some(tag), _) => Release::of_tag(tag).map(Constraint::exactly),
            (None, Some(it)) => it.value.as_str().and_then(Constraint::parse),
            (None, None) => None,
        };
        let constraint = constraint.unwrap_or_default();
        let fits = |release| described.refused(call, release).is_none();
        let Some(choice) = described.choose(&constraint, &described.spans, fits) else {
            return Err(Unknown::NoRelease(described.refusal(call, &constraint)));
        };
        Ok(self.module(reader, &described, choice))
    }

    /// What is known of a module that a described one calls: by the path in its repository, or
    /// elsewhere.
    pub(super) fn inner(
        &self,
        reader: &Reader<'_>,
        origin: &Origin,
        call: &Declared,
    ) -> Option<Arc<Module>> {
        let (path, _) = call.source()?;
        if !path.starts_with('.') {
            return self.find(reader, call).ok();
        }
        let folder = files::join(&origin.described.folder, path);
        let folder = if folder == "." { String::new() } else { folder };
        let outer = &origin.described;
        let is_inner = |it: &Described| it.git == outer.git && it.folder == folder;
        let described = self.described(reader, &outer.git, is_inner)?;
        // The outer description says of every release what it passes, and some do not take it all.
        let choice = described.choose(&origin.choice.constraint, &origin.choice.spans, |_| true)?;
        Some(self.module(reader, &described, choice))
    }

    /// A description that mentions a repository; others are not read.
    fn described(
        &self,
        reader: &Reader<'_>,
        repository: &str,
        is_wanted: impl Fn(&Described) -> bool,
    ) -> Option<Arc<Described>> {
        let all = self.descriptions.iter().zip(DESCRIPTIONS);
        let mentioning = all.filter(|(_, text)| text.contains(repository));
        let mut read = mentioning.filter_map(|(cell, text)| {
            cell.get_or_init(|| Described::read(reader, text).map(Arc::new)).as_ref()
        });
        read.find(|it| is_wanted(it)).cloned()
    }

    fn module(
        &self,
        reader: &Reader<'_>,
        described: &Arc<Described>,
        choice: Choice,
    ) -> Arc<Module> {
        let key = (described.file, choice.clone());
        let mut modules = self.modules.borrow_mut();
        let module = modules.entry(key).or_insert_with(|| {
            let (body, unsettled) = described.at(&choice.spans);
            let lacking = described.lacking(&choice.spans);
            let origin = Origin { described: described.clone(), choice, unsettled, lacking };
            Arc::new(Module::described(body, described.file, origin, reader))
        });
        module.clone()
    }
}

impl Origin {
    pub(super) fn told(&self) -> Arc<Description> {
        self.described.told.clone()
    }
}

/// What differs between the releases that a call may use.
pub(super) fn unsettled(origin: &Origin, span: text::Span) -> Value {
    let why = Why::Release(origin.described.registry.as_str().into());
    Value::unknown(why, Type::Any, span)
}

impl Described {
    /// None for what is no description: a test reads them all.
    fn read(reader: &Reader<'_>, text: &str) -> Option<Self> {
        let file = reader.add("<known module>", text.as_bytes().to_vec());
        let text = reader.text(file);
        let body = hcl::parse(file, &text).tree;
        let header = body.blocks("module").find(|it| it.labels.is_empty())?;
        let word = |name: &str| header.body.attribute(name).and_then(|it| it.value.as_str());
        let described = Constraint::parse(word(RELEASES)?)?;
        let bounds: BTreeSet<Release> = body
            .blocks
            .iter()
            .filter_map(releases)
            .flat_map(|it| it.bounds().collect::<Vec<_>>())
            .collect();
        let bounds: Vec<Release> = bounds.into_iter().collect();
        let spans = bounds.windows(2).map(|it| Span { from: it[0], to: it[1] });
        let spans = spans.filter(|it| described.meets(*it)).collect();
        let since =
            |block: &Block| Some((block.span, releases(block)?.lowest()?.to_string().into()));
        let since = body.blocks.iter().filter(|it| is_part(it)).filter_map(since).collect();
        Some(Self {
            registry: word("registry")?.to_owned(),
            git: word("git")?.to_owned(),
            folder: word("folder").unwrap_or("").to_owned(),
            file,
            spans,
            told: Arc::new(Description { text, since }),
            body,
        })
    }

    /// The releases that a call may use: those that its constraint admits and that fit it. Of several
    /// that a constraint bounds, Terraform takes the newest; none if no release that is described
    /// fits.
    fn choose(
        &self,
        constraint: &Constraint,
        within: &[Span],
        takes: impl Fn(Release) -> bool,
    ) -> Option<Choice> {
        let admitted = |it: &Span| {
            within.iter().filter_map(|outer| it.within(*outer)).any(|it| constraint.meets(it))
        };
        let fits = |it: &&Span| admitted(it) && takes(it.from);
        let mut spans: Vec<Span> = self.spans.iter().filter(fits).copied().collect();
        let newest = *spans.last()?;
        let is_bounded = self.spans.last().is_some_and(|it| !constraint.meets(it.later()));
        if is_bounded {
            spans = vec![newest];
        }
        Some(Choice { constraint: constraint.clone(), spans })
    }

    /// The first argument of a call that a release does not declare.
    fn refused<'c>(&self, call: &'c Declared, release: Release) -> Option<&'c str> {
        let declared = |name: &str| {
            let mut holding = self.body.blocks.iter().filter(|it| holds(it, release));
            holding.any(|it| match (it.kind.text.as_str(), it.labels.as_slice()) {
                ("variable", [label]) => label.text == name,
                ("inputs", []) => {
                    it.body.attribute("names").is_some_and(|it| lists(&it.value, name))
                }
                _ => false,
            })
        };
        let body = &call.block.body;
        let passed = body.attributes.iter().map(|it| it.name.text.as_str());
        let passed = passed.chain(body.blocks.iter().map(|it| it.kind.text.as_str()));
        let mut inputs = passed.filter(|it| !is_call_meta(it));
        inputs.find(|it| !declared(it))
    }

    /// Why no release fits a call.
    fn refusal(&self, call: &Declared, constraint: &Constraint) -> String {
        let name = &self.registry;
        let admitted = self.spans.iter().rev().find(|it| constraint.meets(**it));
        match (admitted, self.spans.first(), self.spans.last()) {
            (Some(it), ..) => {
                let refused = self.refused(call, it.from).unwrap_or_default();
                format!("a release of {name} that takes `{refused}`")
            }
            (None, Some(first), Some(last)) => {
                let (from, to) = (first.from, last.to);
                format!("a release of {name} that is known here: from {from}, before {to}")
            }
            (None, ..) => name.clone(),
        }
    }

    /// The description as it holds for some releases, the newest deciding where they differ; and
    /// what differs.
    fn at(&self, spans: &[Span]) -> (Body, BTreeSet<String>) {
        // What is said of each name, once for each of the spans that say anything.
        let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut body = Body { attributes: Vec::new(), blocks: Vec::new(), span: self.body.span };
        for span in spans.iter().rev() {
            for block in &self.body.blocks {
                if !is_part(block) || !holds(block, span.from) && !self.stands_in(block, span.from)
                {
                    continue;
                }
                let mut is_new = |name: String, text: String| {
                    let said = said.entry(name).or_default();
                    said.push(text);
                    said.len() == 1
                };
                let mut block = block.clone();
                let is_kept = if block.kind.text == "locals" {
                    block.body.attributes.retain(|it| {
                        let is_own = it.name.text != RELEASES;
                        let name = format!("local.{}", it.name.text);
                        is_own && is_new(name, self.words(it.value.span.range()))
                    });
                    true
                } else {
                    let is_kept = is_new(name_of(&block), self.words_of(&block));
                    block.body.attributes.retain(|it| it.name.text != RELEASES);
                    is_kept
                };
                if is_kept {
                    body.blocks.push(block);
                }
            }
        }
        let differs = |said: &[String]| {
            said.len() < spans.len() || said.windows(2).any(|pair| pair[0] != pair[1])
        };
        let unsettled = said.into_iter().filter(|(_, it)| differs(it)).map(|(name, _)| name);
        (body, unsettled.collect())
    }

    /// Whether a block is a variable's and tells the default of an input that a release does not have:
    /// the default of the release nearest to it.
    fn stands_in(&self, block: &Block, release: Release) -> bool {
        let ("variable", [name]) = (block.kind.text.as_str(), block.labels.as_slice()) else {
            return false;
        };
        let of_name: Vec<&Block> = self.variables(&name.text).collect();
        let is_later =
            |it: &&&Block| releases(it).and_then(|it| it.lowest()).is_some_and(|it| it > release);
        let nearest = of_name.iter().find(is_later).or(of_name.last());
        of_name.iter().all(|it| !holds(it, release))
            && nearest.is_some_and(|it| it.span == block.span)
    }

    /// The blocks of a variable, the oldest release first.
    fn variables<'d>(&'d self, name: &'d str) -> impl Iterator<Item = &'d Block> {
        self.body.blocks("variable").filter(move |it| it.labels.iter().any(|it| it.text == name))
    }

    /// The inputs that none of some releases has.
    fn lacking(&self, spans: &[Span]) -> BTreeSet<String> {
        let names = self.body.blocks("variable").flat_map(|it| &it.labels);
        let names = names.filter(|name| {
            let mut blocks = self.variables(&name.text);
            blocks.all(|it| spans.iter().all(|span| !holds(it, span.from)))
        });
        names.map(|it| it.text.clone()).collect()
    }

    /// What a block says, whenever it holds.
    fn words_of(&self, block: &Block) -> String {
        let span = block.span;
        match block.body.attribute(RELEASES) {
            Some(it) => {
                let before = span.start as usize..it.name.span.start as usize;
                let after = it.value.span.end as usize..span.end as usize;
                self.words(before) + " " + &self.words(after)
            }
            None => self.words(span.range()),
        }
    }

    fn words(&self, range: Range<usize>) -> String {
        let text = self.told.text.get(range).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Whether a block is one of the module's own, and no word about them.
fn is_part(block: &Block) -> bool {
    match block.kind.text.as_str() {
        "module" => block.labels.len() == 1,
        "variable" | "locals" | "resource" | "data" | "output" => true,
        _ => false,
    }
}

/// As a module's code refers to it.
fn name_of(block: &Block) -> String {
    let kind = match block.kind.text.as_str() {
        "variable" => "var",
        "resource" => "",
        kind => kind,
    };
    let words = block.labels.iter().map(|it| it.text.as_str());
    let words: Vec<&str> = [kind].into_iter().chain(words).filter(|it| !it.is_empty()).collect();
    words.join(".")
}

/// Arguments of a call that are no inputs of the module.
fn is_call_meta(name: &str) -> bool {
    is_meta(name) || matches!(name, "source" | "version" | "providers")
}

/// The releases for which a block holds, if it says that.
fn releases(block: &Block) -> Option<Constraint> {
    Constraint::parse(block.body.attribute(RELEASES)?.value.as_str()?)
}

fn holds(block: &Block, release: Release) -> bool {
    releases(block).is_none_or(|it| it.admits(release))
}

fn lists(list: &Expr, wanted: &str) -> bool {
    match &list.kind {
        ExprKind::List(items) => items.iter().any(|it| it.as_str() == Some(wanted)),
        _ => false,
    }
}
