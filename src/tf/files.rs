//! Functions that read files: within the repository, and nothing else.

mod glob;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::Digest as _;

use crate::files::{self as paths, FileKind};
use crate::syntax::hcl::{self, Part};
use crate::syntax::tree::{self, Scalar};
use crate::text::{FileId, Span};
use crate::tf::eval::{because, invalid_value};
use crate::tf::limits::MAX_TEXT;
use crate::tf::scope::Scope;
use crate::tf::{convert, costs};
use crate::value::{Kind, Run, Text, TextBuilder, Type, Value, Why};

/// How deep template files may call each other.
const MAX_TEMPLATES: usize = 16;
/// How many files a folder may hold, and how deep, for `fileset`.
const MAX_FILES: usize = 10_000;
const MAX_FOLDERS: usize = 32;

impl super::Run<'_> {
    /// What a function that reads files yields; none if it is not one of those.
    pub(super) fn file_function(
        &self,
        scope: &Scope,
        name: &str,
        args: &[Value],
        span: Span,
    ) -> Option<Value> {
        Some(match name {
            "file" => self.with_file(args, span, |file| {
                let text = self.reader.text(file);
                let mut built = TextBuilder::default();
                built.literal(&text, Span::new(file, 0..text.len()), true);
                built.value(span)
            }),
            "fileexists" => match self.path_of(args) {
                Ok(path) if self.reader.files.kind(&path) == Some(FileKind::Folder) => {
                    invalid_value("a folder is no file", span)
                }
                Ok(path) => {
                    Value::bool(self.reader.has(&path, self.boundary), span).made_from(span, args)
                }
                Err(()) => because(args, Type::Bool, span),
            },
            "templatefile" => self.with_file(args, span, |file| {
                let Some(parts) = self.modules.template(file) else {
                    return invalid_value("a template that cannot be read", span);
                };
                let whole = Span::new(file, 0..self.reader.text(file).len());
                self.template_with(scope, &parts, args, whole, span)
            }),
            "templatestring" => self.template_string(scope, args, span),
            "filebase64" => self.with_bytes(args, span, |it| STANDARD.encode(it)),
            "filemd5" => self.with_bytes(args, span, |it| hex(&md5::Md5::digest(it))),
            "filesha1" => self.with_bytes(args, span, |it| hex(&sha1::Sha1::digest(it))),
            "filesha256" => self.with_bytes(args, span, |it| hex(&sha2::Sha256::digest(it))),
            "filesha512" => self.with_bytes(args, span, |it| hex(&sha2::Sha512::digest(it))),
            "filebase64sha256" => {
                self.with_bytes(args, span, |it| STANDARD.encode(sha2::Sha256::digest(it)))
            }
            "filebase64sha512" => {
                self.with_bytes(args, span, |it| STANDARD.encode(sha2::Sha512::digest(it)))
            }
            "fileset" => self.file_set(args, span),
            _ => return None,
        })
    }

    /// The path that the first argument names, as Terraform run in the root's directory sees it.
    fn path_of(&self, args: &[Value]) -> Result<String, ()> {
        let path = args.first().and_then(Value::as_str).ok_or(())?;
        Ok(paths::join(self.root, path))
    }

    /// The path, if a file is there that may be read; otherwise what stands for its contents.
    fn file_of(&self, args: &[Value], span: Span) -> Result<String, Value> {
        let path = self.path_of(args).map_err(|()| because(args, Type::Text, span))?;
        if self.reader.has(&path, self.boundary) {
            return Ok(path);
        }
        // It may be made by a build, or lie where this tool does not read.
        let place = match self.reader.files.kind(&path) {
            None => format!("file {path}"),
            Some(_) => format!("file {path}, outside the repository"),
        };
        Err(Value::unknown(Why::Outside(place.into()), Type::Text, span).made_from(span, args))
    }

    fn with_file(&self, args: &[Value], span: Span, read: impl FnOnce(FileId) -> Value) -> Value {
        let path = match self.file_of(args, span) {
            Ok(it) => it,
            Err(it) => return it,
        };
        match self.reader.open(&path) {
            Ok(file) => read(file),
            Err(error) => unreadable(&path, &error, span),
        }
    }

    fn with_bytes(&self, args: &[Value], span: Span, text: impl FnOnce(&[u8]) -> String) -> Value {
        let path = match self.file_of(args, span) {
            Ok(it) => it,
            Err(it) => return it,
        };
        match self.reader.files.read(&path) {
            Ok(bytes) => match text(&bytes) {
                it if it.len() > MAX_TEXT => self.limit("length of a text", span),
                it => Value::text(it, span).made_from(span, args),
            },
            Err(error) => unreadable(&path, &error, span),
        }
    }

    fn file_set(&self, args: &[Value], span: Span) -> Value {
        let kind = Type::Set(Box::new(Type::Text));
        let (Ok(folder), Some(pattern)) = (self.path_of(args), args.get(1).and_then(Value::as_str))
        else {
            return because(args, kind, span);
        };
        let Some(regex) = glob::compile(pattern) else {
            return invalid_value("a pattern that cannot be read", span);
        };
        let is_inside = self.reader.files.is_inside(&folder, self.boundary);
        if !is_inside || self.reader.files.kind(&folder) != Some(FileKind::Folder) {
            let why = Why::Outside(format!("folder {folder}").into());
            return Value::unknown(why, kind, span).made_from(span, args);
        }
        let mut found = Vec::new();
        let mut todo = vec![String::new()];
        while let Some(below) = todo.pop() {
            let names = self.reader.files.list(&paths::join(&folder, &below)).unwrap_or_default();
            for name in names {
                if !self.spend(costs::FILE) || found.len() + todo.len() > MAX_FILES {
                    return self.limit("number of files", span);
                }
                let path = if below.is_empty() { name } else { format!("{below}/{name}") };
                let full = paths::join(&folder, &path);
                match self.reader.files.kind(&full) {
                    Some(FileKind::Folder)
                        if path.split('/').count() < MAX_FOLDERS
                            && self.reader.files.is_inside(&full, self.boundary) =>
                    {
                        todo.push(path);
                    }
                    Some(FileKind::File) if regex.is_match(&path) => {
                        found.push(Value::text(path, span));
                    }
                    Some(_) | None => (),
                }
            }
        }
        let set = convert::set(Type::Text, found);
        Value::new(Kind::List(set.into()), span).made_from(span, args)
    }

    /// As `templatefile`, of a text that is at hand.
    pub(super) fn template_string(&self, scope: &Scope, args: &[Value], span: Span) -> Value {
        let text = match args.first().map(|it| &it.kind) {
            Some(Kind::Text(text)) => text,
            _ => return because(args, Type::Text, span),
        };
        let Some(whole) = text.as_str() else {
            return if is_rendered(text) {
                args[0].clone()
            } else {
                because(args, Type::Text, span)
            };
        };
        let runs = text.pieces().filter_map(|(run, piece)| match run {
            Run::Literal { span, exact, .. } => {
                Some(tree::Run { len: piece.len() as u32, span: *span, exact: *exact })
            }
            Run::Hole(_) => None,
        });
        let scalar = Scalar { text: whole.into(), runs: runs.collect(), quoted: true };
        let parsed = hcl::parse_template_in(&scalar, args[0].span);
        match parsed.errors.is_empty() {
            true => self.template_with(scope, &parsed.tree, args, args[0].span, span),
            false => invalid_value("a template that cannot be read", span),
        }
    }

    /// A template with the values that it is given, and no other names.
    fn template_with(
        &self,
        scope: &Scope,
        parts: &[Part],
        args: &[Value],
        whole: Span,
        span: Span,
    ) -> Value {
        let call = format_args!("{}:{}", span.file.0, span.start);
        let mut inner = scope.bare().round(call);
        match args.get(1).map(|it| &it.kind) {
            Some(Kind::Map(map)) => {
                for it in &map.entries {
                    inner = inner.with(&*it.key, it.value.clone());
                }
            }
            Some(_) => return because(&args[1..2], Type::Text, span),
            None => (),
        }
        if self.templates.get() >= MAX_TEMPLATES {
            return invalid_value("templates that call each other without end", span);
        }
        self.templates.set(self.templates.get() + 1);
        let value = self.template(&inner, parts, whole);
        self.templates.set(self.templates.get() - 1);
        value.seen_at(span, crate::value::Role::Passed)
    }
}

/// Whether text that is not all known stays as it is when it is rendered. What is put in may hold
/// `${…}` of its own, which stays within its place; that it holds half of one is not provided for.
fn is_rendered(text: &Text) -> bool {
    let is_plain = |it: &str| !it.contains("${") && !it.contains("%{") && !it.ends_with(['$', '%']);
    text.pieces().all(|(run, piece)| match run {
        Run::Literal { .. } => is_plain(piece),
        Run::Hole(hole) => matches!(hole.kind, Kind::Unknown(_)),
    })
}

fn unreadable(path: &str, error: &std::io::Error, span: Span) -> Value {
    let why = Why::Outside(format!("file {path}: {error}").into());
    Value::unknown(why, Type::Text, span)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}
